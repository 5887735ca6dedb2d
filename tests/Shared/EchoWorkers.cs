using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Tests.Shared;

/// <summary>A node's only worker, without a process: answers each call with its first argument.</summary>
internal sealed class EchoWorkers(string host) : IWorkerTransport, IWorkerChannel
{
    private readonly List<Frame> answers = [];
    private IChannelReceiver? receiver;
    private int calls;

    /// <summary>How many calls it was given.</summary>
    public int Calls => Volatile.Read(ref calls);

    public int WorkerCount => 1;

    public WorkerIdentity Worker { get; } = new(0, host, 1);

    public bool SharesMemory => false;

    public ResourceSet Offer { get; } = new([]);

    public void Start(ITransportListener listener)
    {
        receiver = listener.Joined(this);
        receiver.Received(new Frame(FrameKind.Hello, HelloMessage.Of(Worker, WorkTaskRegistry.Snapshot()).Write()));
        receiver.BatchEnded();
    }

    public void Accepted()
    {
    }

    public void Send(in Frame frame)
    {
        if (frame.Kind == FrameKind.Stop)
            Close();
        if (frame.Kind != FrameKind.Assign)
            return;
        Interlocked.Increment(ref calls);
        answers.Add(new Frame(new FrameHeader(0, FrameKind.Result, Lease: frame.Header.Lease, Nanoseconds: 1_000), frame.Body[1..]));
    }

    public void Flush()
    {
        foreach (Frame answer in answers)
            receiver?.Received(answer);
        answers.Clear();
        receiver?.BatchEnded();
    }

    public void Kill(string? reason) => Close();

    public void Kill() => Close();

    public void BeginStop()
    {
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private void Close() => Interlocked.Exchange(ref receiver, null)?.Closed(new WorkerEnd("it was stopped", 0));
}
