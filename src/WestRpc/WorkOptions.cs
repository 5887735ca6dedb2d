using WestRpc.Dispatch;

namespace WestRpc;

/// <summary>How one submission is to be treated. What is not set is taken from the work manager's defaults.</summary>
public sealed record WorkOptions
{
    private Cache cache;

    /// <summary>
    /// How many workers a task may lose before it fails with <see cref="WorkerLostException"/>; 1 means that the task is
    /// begun at most once. Default: the work manager's (3).
    /// </summary>
    public int? MaxAttempts
    {
        get;
        init
        {
            if (value is < 1)
                throw new ArgumentOutOfRangeException(nameof(value), value, "MaxAttempts is at least 1.");
            field = value;
        }
    }

    /// <summary>Calls of a higher priority are given out first; those of one priority in the order in which they were submitted. Default: 0.</summary>
    public int? Priority { get; init; }

    /// <summary>
    /// How long the method may run, counted from its beginning on a worker. After that the call fails with
    /// <see cref="WorkTimeoutException"/>; its token fires, and a worker process that does not heed it is killed. Default: none.
    /// </summary>
    public TimeSpan? TimeLimit
    {
        get;
        init
        {
            if (value <= TimeSpan.Zero)
                throw new ArgumentOutOfRangeException(nameof(value), value, "TimeLimit is above 0.");
            field = value;
        }
    }

    /// <summary>
    /// What a canceled call that runs has to heed its token before its worker is killed. Default: none, so that it is waited
    /// for. Where workers are threads, nothing can be killed: the call ends canceled, and its thread is written off.
    /// </summary>
    public TimeSpan? KillAfterCancel
    {
        get;
        init
        {
            if (value < TimeSpan.Zero)
                throw new ArgumentOutOfRangeException(nameof(value), value, "KillAfterCancel is 0 or more.");
            field = value;
        }
    }

    /// <summary>Which exceptions of the method make it run again. Default: none.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>
    /// What the call needs of its worker, for example <c>{ ["gpu"] = 1 }</c>; it goes only where that is offered
    /// (<see cref="WorkManagerOptions.Resources"/>). Default: nothing.
    /// </summary>
    public IReadOnlyDictionary<string, int>? Resources { get; init; }

    /// <summary>A name for this call in messages and logs, for example <c>segment 12 of iteration 7</c>.</summary>
    public string? Label { get; init; }

    /// <summary>The same for the dispatcher, with what the task itself says; made once, since one set goes with many calls.</summary>
    internal TaskPolicy PolicyFor(WorkTaskDescriptor task)
    {
        // A copy made with "with" takes the cache along, but not what it says.
        if (cache.Policy is { } known && ReferenceEquals(known.Options, this) && ReferenceEquals(known.Defaults, task.Defaults))
            return known;
        var made = new TaskPolicy(this, task.Defaults);
        cache = new Cache(made);
        return made;
    }

    /// <summary>What is computed from the rest, and so makes no two options differ.</summary>
    private readonly struct Cache(TaskPolicy? policy) : IEquatable<Cache>
    {
        public TaskPolicy? Policy => policy;

        public bool Equals(Cache other) => true;

        public override bool Equals(object? obj) => obj is Cache;

        public override int GetHashCode() => 0;
    }
}
