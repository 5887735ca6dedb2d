using WestRpc.Workers;

namespace WestRpc.Dispatch;

/// <summary>How the core treats the calls of one set of <see cref="WorkOptions"/>. Times are in nanoseconds; 0 is none.</summary>
internal sealed class TaskPolicy
{
    public static TaskPolicy Default { get; } = new(new WorkOptions());

    public TaskPolicy(WorkOptions options)
    {
        Label = options.Label;
        MaxAttempts = options.MaxAttempts;
        Priority = options.Priority;
        Needs = options.Resources is { Count: > 0 } resources ? new ResourceSet(resources) : ResourceSet.None;
        TimeLimit = Nanoseconds(options.TimeLimit);
        CancelGrace = Nanoseconds(options.KillAfterCancel);
        Retry = options.Retry;
    }

    public string? Label { get; }

    /// <summary>Null for the work manager's.</summary>
    public int? MaxAttempts { get; }

    public int Priority { get; }

    public ResourceSet Needs { get; }

    /// <summary>How long a call may run.</summary>
    public long TimeLimit { get; }

    /// <summary>After so long a worker is killed whose task ignores its cancellation.</summary>
    public long CancelGrace { get; }

    public RetryPolicy? Retry { get; }

    private static long Nanoseconds(TimeSpan? time) => time is { } t ? Math.Max(1, t.Ticks * 100) : 0;
}
