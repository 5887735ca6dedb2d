using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Simulation.Efficiency;

/// <summary>A worker that does one call after the other, and its way from the master.</summary>
internal sealed class ClusterWorker(Cluster cluster, int index) : IWorkerChannel
{
    private readonly AssignedCalls calls = new();
    private readonly List<Frame> sent = [];
    private bool isBusy;

    public WorkerSession? Session { get; set; }

    public WorkerIdentity Worker { get; } = new(index, "host", index + 1);

    public bool SharesMemory => false;

    public ResourceSet Offer => ResourceSet.None;

    public void Send(in Frame frame) => sent.Add(frame);

    /// <summary>What the master has sent since the last time.</summary>
    public Frame[] TakeSent()
    {
        Frame[] frames = [.. sent];
        sent.Clear();
        return frames;
    }

    public void Receive(Frame[] frames)
    {
        foreach (Frame frame in frames)
        {
            if (frame.Kind == FrameKind.Assign)
                calls.Add(frame);
            else if (frame.Kind == FrameKind.Recall)
                Reply(calls.Remove(frame.Header.Lease) ? FrameKind.Recalled : FrameKind.Kept, frame.Header.Lease);
        }

        if (!isBusy)
            Next();
    }

    private void Next()
    {
        isBusy = calls.TryTake(out Frame call);
        if (!isBusy)
            return;
        ulong lease = call.Header.Lease;
        if (call.Header.Nanoseconds == FrameHeader.ReportBegin)
            Reply(FrameKind.Begun, lease);
        cluster.After(cluster.Call, () =>
        {
            Reply(FrameKind.Result, lease, cluster.Duration);
            Next();
        });
    }

    private void Reply(FrameKind kind, ulong lease, long nanoseconds = 0) =>
        cluster.ToMaster(Session!, new Frame(new FrameHeader(0, kind, Lease: lease, Nanoseconds: nanoseconds), default));

    public void Accepted()
    {
    }

    public void Flush()
    {
    }

    public void Kill(string? reason)
    {
    }
}
