using System.Buffers;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Transports.Threads;

/// <summary>One worker thread and both ends of the way to it: a queue in, the dispatcher's receiver out.</summary>
internal sealed class ThreadWorker : IWorkerChannel, IMasterLink
{
    // Short calls that follow one another are reported together.
    private const long ReportAfterNanoseconds = 100_000;

    private readonly object gate = new();
    private readonly Lock reporting = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerHost host;
    private readonly BodyWriter body;
    private List<Frame> outbox = [];
    private List<Frame> inbox = [];
    private List<Frame> working = [];
    private IChannelReceiver? receiver;
    private BusyWatch? watch;
    private long begun;
    private long begunBefore;
    private volatile bool executing;
    private bool closing;

    public ThreadWorker(WorkerIdentity worker, WorkManagerOptions options)
    {
        Worker = worker;
        host = new WorkerHost(worker, this);
        body = new BodyWriter(options.MaxMessageBytes);
    }

    public WorkerIdentity Worker { get; }

    public bool SharesMemory => true;

    /// <summary>Completes when the thread has ended.</summary>
    public Task Ended => ended.Task;

    public void Start(IChannelReceiver to, BusyWatch watch)
    {
        receiver = to;
        this.watch = watch;
        new Thread(Run) { Name = $"westrpc worker {Worker.Index}", IsBackground = true }.Start();
    }

    public void Accepted()
    {
    }

    void IWorkerChannel.Send(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Define:
                host.Define(frame);
                break;
            case FrameKind.Cancel:
                host.Cancel(frame.Header.Lease);
                break;
            case FrameKind.Stop:
                Kill(null);
                break;
            default:
                outbox.Add(frame);
                break;
        }
    }

    public void Flush()
    {
        if (outbox.Count == 0)
            return;
        lock (gate)
        {
            inbox.AddRange(outbox);
            Monitor.Pulse(gate);
        }

        outbox.Clear();
    }

    public void Kill(string? reason)
    {
        host.Stop();
        lock (gate)
        {
            closing = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>
    /// Reports what short calls have returned, where a long one behind them holds the thread up; whether any runs.
    /// </summary>
    public bool ReportIfHeldUp()
    {
        bool busy = executing;
        long now = Volatile.Read(ref begun);
        if (busy && now == begunBefore)
            Report();
        begunBefore = now;
        return busy;
    }

    void IMasterLink.Send(in Frame frame)
    {
        lock (reporting)
            receiver!.Received(frame);
    }

    IBufferWriter<byte> IMasterLink.BeginBody()
    {
        body.Clear();
        body.Begin();
        return body;
    }

    void IMasterLink.EndBody(in FrameHeader header)
    {
        body.End(header);
        byte[] bytes = body.Written[FrameHeader.Size..].ToArray();
        ((IMasterLink)this).Send(new Frame(header with { Length = bytes.Length }, bytes));
    }

    void IMasterLink.AbandonBody() => body.Abandon();

    private void Run()
    {
        while (Take())
        {
            long unreported = 0;
            foreach (Frame frame in working)
            {
                executing = true;
                Interlocked.Increment(ref begun);
                watch!.CallBegan();
                unreported += host.Execute(frame);
                executing = false;
                if (unreported < ReportAfterNanoseconds)
                    continue;
                Report();
                unreported = 0;
            }

            Report();
            working.Clear();
        }

        receiver!.Closed(new WorkerEnd("its thread ended"));
        ended.SetResult();
    }

    private void Report()
    {
        lock (reporting)
            receiver!.BatchEnded();
    }

    private bool Take()
    {
        lock (gate)
        {
            while (inbox.Count == 0)
            {
                if (closing)
                    return false;
                Monitor.Wait(gate);
            }

            (inbox, working) = (working, inbox);
            return true;
        }
    }
}
