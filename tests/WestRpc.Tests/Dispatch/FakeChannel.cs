using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Tests.Dispatch;

/// <summary>A channel that keeps what is sent on it.</summary>
internal sealed class FakeChannel(int index, bool sharesMemory = false) : IWorkerChannel
{
    public List<Frame> Sent { get; } = [];

    /// <summary>What was sent since the last flush.</summary>
    public Action<IReadOnlyList<Frame>>? Flushed { get; init; }

    public bool IsAccepted { get; private set; }

    public WorkerIdentity Worker { get; } = new(index, "host", 1000 + index);

    public bool SharesMemory => sharesMemory;

    public ResourceSet Offer { get; init; } = ResourceSet.None;

    public void Accepted() => IsAccepted = true;

    public void Send(in Frame frame) => Sent.Add(frame);

    public void Flush()
    {
        Frame[] frames = [.. Sent];
        if (Flushed is null)
            return;
        Sent.Clear();
        Flushed(frames);
    }

    /// <summary>Why it was killed.</summary>
    public string? Killed { get; private set; }

    public void Kill(string? reason) => Killed = reason;
}
