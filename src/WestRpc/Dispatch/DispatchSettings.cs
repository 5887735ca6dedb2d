using WestRpc.Workers;

namespace WestRpc.Dispatch;

/// <summary>What the core is told once. Times are in nanoseconds; 0 turns a limit off.</summary>
internal sealed record DispatchSettings
{
    /// <summary>Workers that a task may lose, unless its submission says otherwise.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>A worker that says nothing for so long counts as dead.</summary>
    public long Silence { get; init; }

    /// <summary>A worker that is at one task for so long counts as hung.</summary>
    public long TaskTimeout { get; init; }

    /// <summary>What a task has after its time limit to heed its token, before its worker is killed.</summary>
    public long Grace { get; init; }

    /// <summary>A worker is replaced after so many tasks.</summary>
    public long MaxTasksPerWorker { get; init; }

    /// <summary>A worker that takes more bytes is replaced when it has ended its task.</summary>
    public long MaxWorkerMemory { get; init; }

    /// <summary>What the workers there will be offer, for a request that none of them can ever meet; null where that is not known.</summary>
    public IReadOnlyList<ResourceSet>? Offers { get; init; }

    /// <summary>Whether such a request waits instead of failing.</summary>
    public bool WaitForResources { get; init; }
}
