using System.Diagnostics;
using MessagePack;
using WestRpc.Wire;

namespace WestRpc.Workers;

/// <summary>
/// What a worker does with frames, the same behind every transport: look the task up, decode, run, encode, report. One
/// thread calls <see cref="Execute"/>; the rest may come from any.
/// </summary>
internal sealed class WorkerHost(WorkerIdentity identity, IMasterLink link)
{
    private readonly Lock gate = new();
    private readonly HashSet<ulong> canceled = [];
    private readonly WorkContext unused = new(identity, "", 0, CancellationToken.None);
    private readonly Dictionary<ushort, string> names = [];
    private readonly Dictionary<ushort, WorkTaskDescriptor> tasks = [];
    private ulong runningLease;
    private CancellationTokenSource? running;
    private bool stopping;

    /// <summary>Learns the name behind a task's number.</summary>
    /// <exception cref="WireException">The frame has no name.</exception>
    public void Define(in Frame frame)
    {
        string name = TextMap.Read(frame.Body).Keys.FirstOrDefault()
            ?? throw new WireException("The master sent a task number without a name.");
        lock (gate)
            names[frame.Header.Task] = name;
    }

    /// <summary>The caller gave up a call, begun or not.</summary>
    public void Cancel(ulong lease)
    {
        lock (gate)
        {
            if (lease != runningLease)
                canceled.Add(lease);
            else if (running is { } source)
                CancelOnPool(source);
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
        long started = Stopwatch.GetTimestamp();
        long busy = 0;
        try
        {
            WorkEnvelope call = assign.Object as WorkEnvelope ?? Decode(assign);
            CancellationTokenSource? cancellation = call.Descriptor.UsesContext ? new CancellationTokenSource() : null;
            if (!Begin(header.Lease, cancellation))
            {
                link.Send(End(FrameKind.Canceled));
                return busy;
            }

            WorkContext context = cancellation is null
                ? unused
                : new WorkContext(identity, call.Descriptor.Name, header.Attempt, cancellation.Token);
            try
            {
                if (assign.Object is null)
                {
                    call.Run(context, link);
                    link.EndBody(End(FrameKind.Result).Header);
                }
                else
                {
                    object? result = call.Run(context);
                    link.Send(End(FrameKind.Result) with { Object = result });
                }
            }
            catch (OperationCanceledException) when (cancellation is { IsCancellationRequested: true })
            {
                link.AbandonBody();
                link.Send(End(FrameKind.Canceled));
            }
        }
        catch (Exception e)
        {
            link.AbandonBody();
            Fail(End(FrameKind.Failure).Header, e);
        }
        finally
        {
            lock (gate)
            {
                runningLease = 0;
                running = null;
                canceled.Remove(header.Lease);
            }
        }

        return busy;

        Frame End(FrameKind kind)
        {
            busy = (long)Stopwatch.GetElapsedTime(started).TotalNanoseconds;
            return new Frame(new FrameHeader(0, kind, Lease: header.Lease, Nanoseconds: busy), default);
        }
    }

    private bool Begin(ulong lease, CancellationTokenSource? cancellation)
    {
        lock (gate)
        {
            if (stopping || canceled.Contains(lease))
                return false;
            runningLease = lease;
            running = cancellation;
            return true;
        }
    }

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
