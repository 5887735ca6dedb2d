using System.Buffers;
using System.Runtime.InteropServices;
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
    private readonly List<Frame> outbox = [];
    private readonly WorkerHost host;
    private readonly BodyWriter body;
    private readonly BusyWatch watch;
    private readonly Action<ThreadWorker, string> writtenOff;
    private IChannelReceiver? receiver;
    private long begun;
    private long begunBefore;
    private volatile bool executing;
    private bool waiting;
    private bool closing;
    private bool closed;

    public ThreadWorker(
        WorkerIdentity worker, WorkerResources resources, int maxBody, BusyWatch watch, Action<ThreadWorker, string> writtenOff)
    {
        Worker = worker;
        Offer = resources.Offer;
        host = new WorkerHost(worker, resources, this);
        body = new BodyWriter(maxBody);
        this.watch = watch;
        this.writtenOff = writtenOff;
    }

    public WorkerIdentity Worker { get; }

    public ResourceSet Offer { get; }

    public bool SharesMemory => true;

    /// <summary>Completes when the thread has ended, or was written off.</summary>
    public Task Ended => ended.Task;

    public void Start(IChannelReceiver to)
    {
        receiver = to;
        new Thread(Run) { Name = $"westrpc worker {Worker.Index}", IsBackground = true }.Start();
    }

    public void Accepted()
    {
    }

    void IWorkerChannel.Send(in Frame frame) => outbox.Add(frame);

    public void Flush()
    {
        host.Receive(CollectionsMarshal.AsSpan(outbox));
        outbox.Clear();
        lock (gate)
        {
            closing |= host.IsStopping;
            if (waiting)
                Monitor.Pulse(gate);
        }
    }

    /// <summary>No thread can be killed: it is left to itself, and another takes its place.</summary>
    public void Kill(string? reason)
    {
        host.Stop();
        string why = reason ?? "it was ended";
        if (!Close(new WorkerEnd(why)))
            return;
        End();
        writtenOff(this, why);
    }

    /// <summary>The call that runs is canceled, and then the thread ends.</summary>
    public void End()
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
        {
            if (!closed)
                receiver!.Received(frame);
        }
    }

    void IMasterLink.SendNow(in Frame frame)
    {
        lock (reporting)
        {
            ((IMasterLink)this).Send(frame);
            Report();
        }
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
        long unreported = 0;
        while (Next(out Frame call))
        {
            executing = true;
            Interlocked.Increment(ref begun);
            watch.CallBegan();
            unreported += host.Execute(call);
            executing = false;
            if (unreported < ReportAfterNanoseconds)
                continue;
            Report();
            unreported = 0;
        }

        Close(new WorkerEnd("its thread ended"));
    }

    private bool Next(out Frame call)
    {
        if (host.TryTake(out call))
            return true;
        Report();
        lock (gate)
        {
            while (!host.TryTake(out call))
            {
                if (closing)
                    return false;
                waiting = true;
                Monitor.Wait(gate);
                waiting = false;
            }

            return true;
        }
    }

    private void Report()
    {
        lock (reporting)
        {
            if (!closed)
                receiver!.BatchEnded();
        }
    }

    /// <summary>Says once that it is gone; nothing is said afterwards.</summary>
    private bool Close(WorkerEnd end)
    {
        lock (reporting)
        {
            if (closed)
                return false;
            receiver!.Closed(end);
            closed = true;
        }

        ended.TrySetResult();
        return true;
    }
}
