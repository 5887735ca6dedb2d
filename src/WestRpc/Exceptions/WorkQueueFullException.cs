namespace WestRpc;

/// <summary>
/// As many tasks are submitted and not done as the work manager takes (<see cref="WorkManagerOptions.MaxPending"/>). Await
/// some, or <see cref="IWorkManager.WaitForCapacityAsync"/>, or stream the calls with <c>MapAsync</c>.
/// </summary>
public sealed class WorkQueueFullException : WorkException
{
    internal WorkQueueFullException(string taskName, int limit)
        : base($"{taskName} was not submitted: {limit} tasks are pending, the most that this work manager takes (WM_MAX_PENDING, --max-pending). Await some, or WaitForCapacityAsync, or use MapAsync.") =>
        Limit = limit;

    /// <summary>How many tasks may be pending.</summary>
    public int Limit { get; }
}
