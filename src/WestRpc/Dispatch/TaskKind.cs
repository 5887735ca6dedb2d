namespace WestRpc.Dispatch;

/// <summary>What the core knows of a task beside its calls: its number on the wire, and how long it takes.</summary>
internal sealed class TaskKind(WorkTaskDescriptor descriptor, ushort number)
{
    /// <summary>The estimate for a task that has not run yet: long enough that nothing is prefetched behind it.</summary>
    public const long Unknown = 3_600_000_000_000;

    public WorkTaskDescriptor Descriptor { get; } = descriptor;

    public ushort Number { get; } = number;

    /// <summary>Typical time of a call at the worker, in nanoseconds.</summary>
    public long Estimate { get; private set; } = Unknown;

    /// <summary>
    /// Goes down fast and up slowly: the first calls of a worker are slow because their code is being compiled, and one
    /// long call among thousands of short ones must not stop the prefetch. A call that was canceled or failed says
    /// nothing: were it counted, long ones would soon be parked behind each other.
    /// </summary>
    public void Measured(long nanoseconds)
    {
        // A negative time is nonsense, and no sum must go below nothing because of it.
        nanoseconds = Math.Max(nanoseconds, 0);
        if (Estimate == Unknown)
            Estimate = nanoseconds;
        else
            Estimate += (nanoseconds - Estimate) / (nanoseconds < Estimate ? 2 : 8);
    }
}
