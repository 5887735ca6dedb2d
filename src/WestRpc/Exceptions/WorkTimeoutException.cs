namespace WestRpc;

/// <summary>A task ran longer than its <see cref="WorkOptions.TimeLimit"/>.</summary>
public sealed class WorkTimeoutException : WorkException
{
    internal WorkTimeoutException(string taskName, string? label, WorkerIdentity worker, long limitNanoseconds)
        : base($"{(label is null ? taskName : $"{taskName} ({label})")} ran longer than its time limit of {limitNanoseconds / 1e9:0.###} s on {worker}.")
    {
        TaskName = taskName;
        Label = label;
        Worker = worker.ToString();
        Limit = TimeSpan.FromTicks(limitNanoseconds / 100);
    }

    /// <summary>The identity of the task.</summary>
    public string TaskName { get; }

    /// <summary>The submission's <see cref="WorkOptions.Label"/>.</summary>
    public string? Label { get; }

    /// <summary>The worker on which it ran.</summary>
    public string Worker { get; }

    /// <summary>How long it was allowed to run.</summary>
    public TimeSpan Limit { get; }
}
