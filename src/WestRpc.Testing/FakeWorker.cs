using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Testing;

/// <summary>A worker for one attempt: to the dispatcher's core it joins, takes one call, and goes.</summary>
internal sealed class FakeWorker : IWorkerChannel
{
    public FakeWorker(WorkManagerOptions options, int index)
    {
        Worker = new WorkerIdentity(index, Environment.MachineName, Environment.ProcessId);
        Resources = WorkerResources.Of(options, index);
        Session = new WorkerSession(this);
    }

    public WorkerIdentity Worker { get; }

    public WorkerResources Resources { get; }

    public ResourceSet Offer => Resources.Offer;

    public bool SharesMemory => false;

    public WorkerSession Session { get; }

    /// <summary>What it was given.</summary>
    public FakeAttempt? Attempt { get; set; }

    // The work manager is both ends: nothing goes through the channel.
    void IWorkerChannel.Accepted()
    {
    }

    void IWorkerChannel.Send(in Frame frame)
    {
    }

    void IWorkerChannel.Flush()
    {
    }

    void IWorkerChannel.Kill(string? reason)
    {
    }
}
