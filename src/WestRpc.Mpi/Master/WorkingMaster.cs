using WestRpc.Transports;

namespace WestRpc.Mpi.Master;

/// <summary>The other ranks, and a thread of the master's own.</summary>
internal sealed class WorkingMaster(IWorkerTransport own, IWorkerTransport ranks) : IWorkerTransport
{
    public int WorkerCount => own.WorkerCount + ranks.WorkerCount;

    public void Start(ITransportListener listener)
    {
        ranks.Start(listener);
        own.Start(listener);
    }

    public void BeginStop()
    {
        ranks.BeginStop();
        own.BeginStop();
    }

    public void Kill()
    {
        own.Kill();
        ranks.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await own.DisposeAsync();
        await ranks.DisposeAsync();
    }
}
