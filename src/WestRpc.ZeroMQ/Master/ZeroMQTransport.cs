using WestRpc.Transports;

namespace WestRpc.ZeroMQ.Master;

/// <summary>The workers of the master's own machine, and those of the nodes.</summary>
/// <param name="local">Null where the master has no workers of its own.</param>
/// <param name="nodes">All nodes.</param>
/// <param name="shutdownTimeout">How long nodes may take to stop.</param>
/// <param name="ended">Runs when all is over.</param>
internal sealed class ZeroMQTransport(IWorkerTransport? local, NodeServer nodes, TimeSpan shutdownTimeout, Action ended) : IWorkerTransport
{
    public int WorkerCount => (local?.WorkerCount ?? 0) + nodes.WorkerCount;

    public void Start(ITransportListener listener)
    {
        nodes.Start(listener);
        local?.Start(listener);
    }

    public void BeginStop()
    {
        nodes.BeginStop();
        local?.BeginStop();
    }

    public void Kill()
    {
        nodes.BeginStop();
        local?.Kill();
        ended();
    }

    public async ValueTask DisposeAsync()
    {
        if (local is not null)
            await local.DisposeAsync();
        await nodes.AreGoneWithin(shutdownTimeout);
        nodes.Dispose();
        ended();
    }
}
