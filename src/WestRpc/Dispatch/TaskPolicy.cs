using WestRpc.Workers;

namespace WestRpc.Dispatch;

/// <summary>
/// How the core treats the calls of one set of <see cref="WorkOptions"/>: what they say, else what the task says. Times are
/// in nanoseconds; 0 is none.
/// </summary>
internal sealed class TaskPolicy
{
    public static TaskPolicy Default { get; } = new(new WorkOptions(), null);

    public TaskPolicy(WorkOptions options, WorkOptions? defaults = null)
    {
        Options = options;
        Defaults = defaults;
        MaxAttempts = options.MaxAttempts ?? defaults?.MaxAttempts;
        Priority = options.Priority ?? defaults?.Priority ?? 0;
        Needs = (options.Resources ?? defaults?.Resources) is { Count: > 0 } resources ? new ResourceSet(resources) : ResourceSet.None;
        TimeLimit = Time(options.TimeLimit ?? defaults?.TimeLimit);
        CancelGrace = Time(options.KillAfterCancel ?? defaults?.KillAfterCancel);
        Retry = options.Retry ?? defaults?.Retry;
    }

    /// <summary>Whose policy this is.</summary>
    public WorkOptions Options { get; }

    /// <summary>What the task says.</summary>
    public WorkOptions? Defaults { get; }

    /// <summary>Null for the work manager's.</summary>
    public int? MaxAttempts { get; }

    public int Priority { get; }

    public ResourceSet Needs { get; }

    /// <summary>How long a call may run.</summary>
    public long TimeLimit { get; }

    /// <summary>After so long a worker is killed whose task ignores its cancellation.</summary>
    public long CancelGrace { get; }

    public RetryPolicy? Retry { get; }

    private static long Time(TimeSpan? time) => time is { } t ? Math.Max(1, Nanoseconds.Of(t)) : 0;
}
