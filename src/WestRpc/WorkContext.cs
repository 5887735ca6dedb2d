namespace WestRpc;

/// <summary>
/// Tells a running task where it runs. A method marked with <see cref="WorkTaskAttribute"/> may take one as a parameter;
/// it is not part of the call and is valid until the method ends.
/// </summary>
public sealed class WorkContext
{
    internal WorkContext(WorkerIdentity worker, string taskName, int attempt, CancellationToken cancellationToken)
    {
        Worker = worker;
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

    /// <summary>1 for the first attempt; higher where earlier ones lost their worker.</summary>
    public int Attempt { get; }

    /// <summary>Fires when the caller cancels or the work manager stops.</summary>
    public CancellationToken CancellationToken { get; }
}
