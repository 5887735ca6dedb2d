using WestRpc.Workers;

namespace WestRpc;

/// <summary>
/// Tells a running task where it runs. A method marked with <see cref="WorkTaskAttribute"/> may take one as a parameter;
/// it is not part of the call and is valid until the method ends.
/// </summary>
public sealed class WorkContext
{
    private readonly WorkerResources resources;

    internal WorkContext(
        WorkerIdentity worker, WorkerResources resources, string taskName, int attempt, CancellationToken cancellationToken)
    {
        Worker = worker;
        this.resources = resources;
        TaskName = taskName;
        Attempt = attempt;
        CancellationToken = cancellationToken;
    }

    internal WorkerIdentity Worker { get; }

    /// <summary>The worker's 0-based number on its host, kept by the replacement of a dead one (<c>WM_PROCESS_ID</c>).</summary>
    public int WorkerIndex => Worker.Index;

    /// <summary>The worker's host name.</summary>
    public string Host => Worker.Host;

    /// <summary>The identity of the task that runs.</summary>
    public string TaskName { get; }

    /// <summary>1 for the first attempt; higher where earlier ones lost their worker or were retried.</summary>
    public int Attempt { get; }

    /// <summary>
    /// What the worker has of its machine's resources, by name: which of them, 0-based, for example <c>gpu</c> → 1. No two
    /// workers of a machine have the same.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Resources => resources.Numbers;

    /// <summary>Fires when the caller cancels or the work manager stops.</summary>
    public CancellationToken CancellationToken { get; }
}
