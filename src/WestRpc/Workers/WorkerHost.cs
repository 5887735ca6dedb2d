using System.Diagnostics;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc.Workers;

/// <summary>
/// What a worker does with frames, the same behind every transport: keep the calls, look the task up, decode, run, encode,
/// report. One thread calls <see cref="Execute"/>; the rest may come from any.
/// </summary>
internal sealed class WorkerHost(WorkerIdentity identity, WorkerResources resources, IMasterLink link)
{
    private readonly Lock gate = new();
    private readonly AssignedCalls calls = new();
    private readonly WorkContext unused = new(identity, resources, "", 0, CancellationToken.None);
    private readonly Dictionary<ushort, string> names = [];
    private readonly Dictionary<ushort, WorkTaskDescriptor> tasks = [];
    private ulong runningLease;
    private long followsOn;
    private volatile bool runningCanceled;
    private CancellationTokenSource? running;
    private volatile bool stopping;

    /// <summary>Takes several, in order, and what there is of calls at once.</summary>
    public void Receive(ReadOnlySpan<Frame> frames)
    {
        int i = 0;
        while (i < frames.Length)
        {
            lock (gate)
            {
                for (; i < frames.Length && frames[i].Kind == FrameKind.Assign; i++)
                    calls.Add(frames[i]);
            }

            if (i < frames.Length)
                Receive(frames[i++]);
        }
    }

    /// <summary>Takes a frame from the master; from one thread at a time, also while a call runs.</summary>
    /// <exception cref="WireException">It is not for a worker.</exception>
    public void Receive(in Frame frame)
    {
        ulong lease = frame.Header.Lease;
        switch (frame.Kind)
        {
            case FrameKind.Assign:
                lock (gate)
                    calls.Add(frame);
                break;
            case FrameKind.Define:
                Define(frame);
                break;
            case FrameKind.Cancel:
                if (Cancel(lease))
                    link.SendNow(Answer(FrameKind.Canceled, lease));
                break;
            case FrameKind.Recall:
                link.SendNow(Answer(GiveBack(lease) ? FrameKind.Recalled : FrameKind.Kept, lease));
                break;
            case FrameKind.Stop:
                Stop();
                break;
            default:
                throw new WireException($"The master sent a frame of kind {(int)frame.Kind}, which is not for a worker.");
        }
    }

    /// <summary>Whether it was told to stop.</summary>
    public bool IsStopping => stopping;

    /// <summary>Whether there is a call to take.</summary>
    public bool HasCalls
    {
        get
        {
            lock (gate)
                return calls.Count > 0;
        }
    }

    /// <summary>The next call, for <see cref="Execute"/>: from here on it counts as begun.</summary>
    public bool TryTake(out Frame call)
    {
        lock (gate)
        {
            if (!calls.TryTake(out call))
            {
                followsOn = 0;
                return false;
            }

            runningLease = call.Header.Lease;
            runningCanceled = stopping;
            return true;
        }
    }

    /// <summary>The call that runs is canceled; none begins any more.</summary>
    public void Stop()
    {
        lock (gate)
        {
            stopping = true;
            if (running is { } source)
                CancelOnPool(source);
        }
    }

    /// <summary>Runs one call and reports how it ended. Returns for how long it was busy, in nanoseconds.</summary>
    public long Execute(in Frame assign)
    {
        FrameHeader header = assign.Header;

        // A call that was there when the one before it ended began then: a look at the clock takes as long as a small call.
        long started = followsOn == 0 ? Stopwatch.GetTimestamp() : followsOn;
        long busy = 0;
        CancellationTokenSource? cancellation = null;
        WorkContext? context = null;
        try
        {
            WorkEnvelope call = assign.Object as WorkEnvelope ?? Decode(assign);

            // Where memory is shared the bytes are the submission's, which may need them for another attempt.
            if (!link.SharesMemory)
                LargeBody.Release(assign.Body);
            if (call.Descriptor.UsesContext)
                cancellation = new CancellationTokenSource();
            if (!Begin(cancellation))
            {
                link.Send(End(FrameKind.Canceled));
                return busy;
            }

            // Before it begins, so that where this did not arrive it had not begun.
            if (header.Nanoseconds == FrameHeader.ReportBegin)
                link.SendNow(Answer(FrameKind.Begun, header.Lease));

            context = cancellation is null
                ? unused
                : new WorkContext(identity, resources, call.Descriptor.Name, header.Attempt, cancellation.Token);
            try
            {
                if (assign.Object is null)
                {
                    call.Run(context, link);
                    context.End(failed: false);
                    link.EndBody(End(FrameKind.Result).Header);
                }
                else
                {
                    object? result = call.Run(context);
                    context.End(failed: false);
                    link.Send(End(FrameKind.Result) with { Object = result });
                }
            }
            catch (OperationCanceledException) when (cancellation is { IsCancellationRequested: true })
            {
                context.End(failed: false);
                link.AbandonBody();
                link.Send(End(FrameKind.Canceled));
            }
        }
        catch (Exception e)
        {
            context?.End(failed: true);
            link.AbandonBody();
            Fail(End(FrameKind.Failure).Header, e);
        }
        finally
        {
            if (cancellation is not null)
            {
                lock (gate)
                    running = null;
            }
        }

        return busy;

        Frame End(FrameKind kind)
        {
            followsOn = Stopwatch.GetTimestamp();
            busy = (long)Stopwatch.GetElapsedTime(started, followsOn).TotalNanoseconds;
            return new Frame(new FrameHeader(0, kind, Lease: header.Lease, Nanoseconds: busy), default);
        }
    }

    private void Define(in Frame frame)
    {
        string name = TextMap.Read(frame.Body).Keys.FirstOrDefault()
            ?? throw new WireException("The master sent a task number without a name.");
        lock (gate)
            names[frame.Header.Task] = name;
    }

    /// <summary>Whether the call had not begun, and now never will.</summary>
    private bool Cancel(ulong lease)
    {
        lock (gate)
        {
            if (lease != runningLease)
                return calls.Remove(lease);
            runningCanceled = true;
            if (running is { } source)
                CancelOnPool(source);
            return false;
        }
    }

    private bool GiveBack(ulong lease)
    {
        lock (gate)
            return calls.Remove(lease);
    }

    private bool Begin(CancellationTokenSource? cancellation)
    {
        if (cancellation is null)
            return !runningCanceled && !stopping;
        lock (gate)
        {
            running = cancellation;
            return !runningCanceled && !stopping;
        }
    }

    private static Frame Answer(FrameKind kind, ulong lease) => new(new FrameHeader(0, kind, Lease: lease), default);

    /// <exception cref="WorkSerializationException">The arguments can't be read, or the task is not known here.</exception>
    private WorkEnvelope Decode(in Frame assign)
    {
        var reader = new MessagePackReader(assign.Body);
        return Find(assign.Header.Task).Read(ref reader, WireContext.ForNextMessage());
    }

    private WorkTaskDescriptor Find(ushort number)
    {
        if (tasks.TryGetValue(number, out WorkTaskDescriptor? known))
            return known;
        string? name;
        lock (gate)
            names.TryGetValue(number, out name);
        WorkTaskDescriptor task = WorkTaskRegistry.Snapshot().FirstOrDefault(t => t.Name == name)
            ?? throw new WorkSerializationException(
                $"This worker has no task '{name}'. It runs registered tasks only: is the assembly that holds it loaded before the worker begins to serve?");
        tasks.Add(number, task);
        return task;
    }

    private void Fail(in FrameHeader header, Exception exception)
    {
        if (link.SharesMemory)
        {
            link.Send(new Frame(header, default, exception));
            return;
        }

        var failure = WireFailure.From(exception);
        try
        {
            failure.Write(link.BeginBody());
            link.EndBody(header);
        }
        catch (WorkSerializationException)
        {
            link.AbandonBody();
            failure.Shortened().Write(link.BeginBody());
            link.EndBody(header);
        }
    }

    // A callback that the method registered may take long or throw: neither is for the thread that reads.
    private static void CancelOnPool(CancellationTokenSource source) =>
        ThreadPool.UnsafeQueueUserWorkItem(static s => s.CancelAsync().ObserveFailure(), source, preferLocal: false);
}
