using WestRpc.Transports;

namespace WestRpc.Tests.Dispatch;

/// <summary>A transport whose workers the test brings.</summary>
internal sealed class FakeTransport : IWorkerTransport
{
    public ITransportListener? Listener { get; private set; }

    public bool IsDisposed { get; private set; }

    public int WorkerCount => 1;

    public void Start(ITransportListener listener) => Listener = listener;

    public void BeginStop()
    {
    }

    public void Kill()
    {
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
