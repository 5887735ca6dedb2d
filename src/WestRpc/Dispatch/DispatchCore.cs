using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>
/// Decides which worker gets which call. A state machine without I/O, threads or clock: an event in, effects out, the
/// same effects for the same events. Entered by one thread at a time (see <see cref="Dispatcher"/>).
/// </summary>
internal sealed class DispatchCore(IDispatchEffects effects, int defaultMaxAttempts)
{
    private readonly Dictionary<WorkTaskDescriptor, TaskKind> kinds = [];
    private readonly WorkQueue queue = new();
    private readonly LeaseTable leases = new();
    private readonly HashSet<WorkerSession> sessions = [];
    private readonly SessionList idle = new();
    private readonly SessionList partlyBusy = new();
    private Outcome? stopped;

    public void Handle(in DispatchEvent e)
    {
        switch (e.Kind)
        {
            case DispatchEventKind.Submit:
                Submit(e.Item!);
                break;
            case DispatchEventKind.Cancel:
                Cancel(e.Item!);
                break;
            case DispatchEventKind.Joined:
                Join(e.Session!);
                break;
            case DispatchEventKind.Reply:
                effects.Send(e.Session!, e.Frame);
                break;
            case DispatchEventKind.Ready:
                e.Session!.Ready = true;
                Place(e.Session);
                break;
            case DispatchEventKind.Frame:
                EndLease(e.Session!, e.Frame);
                break;
            case DispatchEventKind.Closed:
                Lose(e.Session!, (WorkerEnd)e.Object!);
                break;
            case DispatchEventKind.Stop:
                Stop((Outcome)e.Object!);
                break;
            default:
                throw new InvalidOperationException($"No such event: {e.Kind}.");
        }

        Assign();
    }

    private void Submit(WorkItem item)
    {
        if (stopped is { } outcome)
            Finish(item, outcome);
        else if (item.CancelRequested)
            Finish(item, new Outcome(OutcomeKind.Canceled));
        else
        {
            item.Kind = KindOf(item.Call.Descriptor);
            item.AtMostOnce = MaxAttempts(item) == 1;
            queue.Add(item);
        }
    }

    private void Cancel(WorkItem item)
    {
        if (item.CancelRequested || item.State == WorkItemState.Done)
            return;
        item.CancelRequested = true;
        if (item.State == WorkItemState.Queued)
        {
            queue.Remove(item);
            Finish(item, new Outcome(OutcomeKind.Canceled));
        }
        else if (item.State == WorkItemState.Leased)
            SendCancel(item);
    }

    private void Join(WorkerSession session)
    {
        sessions.Add(session);
        if (stopped is not null)
            effects.Send(session, new Frame(FrameKind.Stop));
    }

    private void EndLease(WorkerSession session, in Frame frame)
    {
        // A late frame of a lease that was closed already: its call is somebody else's now, or done.
        if (leases.Find(frame.Header.Lease, session) is not { } item)
            return;
        Release(item);
        if (frame.Kind == FrameKind.Result)
            item.Kind!.Measured(frame.Header.Nanoseconds);
        OutcomeKind kind = frame.Kind switch
        {
            FrameKind.Result => OutcomeKind.Result,
            FrameKind.Failure => OutcomeKind.Failure,
            _ => OutcomeKind.Canceled,
        };
        Finish(item, new Outcome(kind, frame.Body, frame.Object, session.Channel.Worker));
        Place(session);
    }

    private void Lose(WorkerSession session, WorkerEnd end)
    {
        session.Ended = true;
        sessions.Remove(session);
        SessionList.Remove(session);
        while (session.Leases.First is { } item)
        {
            Release(item);
            (item.Losses ??= []).Add(LossOf(session.Channel.Worker, item, end));
            if (item.CancelRequested)
                Finish(item, new Outcome(OutcomeKind.Canceled));
            else if (item.Losses.Count >= MaxAttempts(item))
                Finish(item, new Outcome(OutcomeKind.Lost));
            else
                queue.Return(item);
        }
    }

    private void Stop(in Outcome outcome)
    {
        if (stopped is not null)
            return;
        stopped = outcome;
        while (queue.First is { } item)
        {
            queue.Remove(item);
            Finish(item, outcome);
        }

        foreach (WorkerSession session in sessions)
        {
            while (session.Leases.First is { } item)
            {
                SendCancel(item);
                Release(item);
                Finish(item, outcome);
            }

            effects.Send(session, new Frame(FrameKind.Stop));
        }
    }

    private void Assign()
    {
        while (queue.First is { } item && WorkerFor(item) is { } session)
        {
            queue.Remove(item);
            Lease(item, session);
        }
    }

    /// <summary>An idle worker, or one that may prefetch. What runs alone waits for an idle one.</summary>
    private WorkerSession? WorkerFor(WorkItem item)
    {
        if (idle.First is { } free)
            return free;
        if (item.RunsAlone)
            return null;
        int share = Share();
        while (partlyBusy.First is { } session)
        {
            if (session.HasRoom(share))
                return session;
            SessionList.Remove(session);
        }

        return null;
    }

    /// <summary>How many calls a worker may hold besides the one that it runs: towards the end of the queue fewer and fewer.</summary>
    private int Share() => queue.Count / (2 * Math.Max(1, sessions.Count));

    private void Lease(WorkItem item, WorkerSession session)
    {
        if (!item.Body.IsEmpty && session.Define(item.Kind!))
            effects.Send(session, Definition(item.Kind!));
        item.State = WorkItemState.Leased;
        session.Give(item);
        ulong lease = leases.Open(item);
        var header = new FrameHeader(
            item.Body.Length, FrameKind.Assign, (byte)Math.Min(item.Attempt, byte.MaxValue), item.Kind!.Number, lease);
        effects.Send(session, new Frame(header, item.Body, item.Body.IsEmpty ? item.Call : null));
        Place(session);
    }

    private void Release(WorkItem item)
    {
        leases.Close(item);
        item.Session!.Take(item);
    }

    private void SendCancel(WorkItem item) =>
        effects.Send(item.Session!, new Frame(new FrameHeader(0, FrameKind.Cancel, Lease: leases.NumberOf(item)), default));

    private void Finish(WorkItem item, in Outcome outcome)
    {
        item.State = WorkItemState.Done;
        effects.Complete(item, outcome);
    }

    /// <summary>Puts a worker into the list that says how much room it has; at the back, so that work is spread.</summary>
    private void Place(WorkerSession session)
    {
        SessionList.Remove(session);
        if (!session.HasRoom(Share()))
            return;
        (session.Held == 0 ? idle : partlyBusy).AddLast(session);
    }

    private int MaxAttempts(WorkItem item) => item.MaxAttempts ?? defaultMaxAttempts;

    private TaskKind KindOf(WorkTaskDescriptor descriptor)
    {
        if (!kinds.TryGetValue(descriptor, out TaskKind? kind))
            kinds.Add(descriptor, kind = new TaskKind(descriptor, checked((ushort)kinds.Count)));
        return kind;
    }

    private static Frame Definition(TaskKind kind)
    {
        ReadOnlyMemory<byte> body = TextMap.Write([new(kind.Descriptor.Name, kind.Descriptor.ContractHash)]);
        return new Frame(new FrameHeader(body.Length, FrameKind.Define, Task: kind.Number), body);
    }

    private static WorkerLoss LossOf(WorkerIdentity worker, WorkItem item, WorkerEnd end) => new(
        item.Attempt, worker.Index, worker.Host, worker.ProcessId, end.Reason, end.ExitCode, end.Signal, end.StandardError);
}
