using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Dispatch;

/// <summary>
/// Decides which worker gets which call. A state machine without I/O, threads or clock: an event in, effects out, the
/// same effects for the same events. Entered by one thread at a time (see <see cref="Dispatcher"/>).
/// </summary>
internal sealed partial class DispatchCore(IDispatchEffects effects, DispatchSettings settings)
{
    private readonly Dictionary<WorkTaskDescriptor, TaskKind> kinds = [];
    private TaskKind? latestKind;
    private readonly Lanes lanes = new();
    private readonly WorkItemList delayed = new();
    private readonly LeaseTable leases = new();
    private readonly SessionList sessions = new(static (s) => ref s.All);
    private readonly SessionList parked = new(static (s) => ref s.Parked);
    private readonly CoreClock clock = new();
    private readonly DeadlineHeap deadlines = new();
    private readonly Deadline parkedDeadline = new(null);
    private Outcome? stopped;
    private bool draining;
    private bool drained;

    /// <summary>Tells the time, by a clock that never goes back, in nanoseconds: before each batch of events, and when it asked to be woken.</summary>
    public void Advance(long time) => clock.Advance(time);

    /// <summary>
    /// After each batch: meets the deadlines that have come, which a sign of life or a result in that batch may have
    /// put off, and gives out what waits: all that came together is looked at together. Returns when it wants to be woken,
    /// by the same clock, if no event comes before; <see cref="long.MaxValue"/> for never.
    /// </summary>
    public long Arm()
    {
        while (deadlines.First is { } deadline && deadline.Due <= clock.Now)
        {
            deadlines.Clear(deadline);
            Meet(deadline);
        }

        Settle();
        clock.Arm(deadlines.First?.Due, watching: sessions.First is not null);
        return clock.Wake;
    }

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
                Welcome(e.Session!);
                break;
            case DispatchEventKind.Frame:
                Hear(e.Session!, e);
                break;
            case DispatchEventKind.Leave:
                Withdraw(e.Session!);
                break;
            case DispatchEventKind.Closed:
                Lose(e.Session!, (WorkerEnd)e.Object!);
                break;
            case DispatchEventKind.Stop:
                Stop((Outcome)e.Object!);
                break;
            case DispatchEventKind.Drain:
                Drain();
                break;
            default:
                throw new InvalidOperationException($"No such event: {e.Kind}.");
        }
    }

    /// <summary>Whoever can take something gets it.</summary>
    private void Settle()
    {
        Assign();
        RecallParked();
        if (draining && !drained && leases.Count == 0)
        {
            drained = true;
            effects.Drained();
        }
    }

    /// <summary>Takes a submission: what an event of that kind does.</summary>
    public void Submit(WorkItem item)
    {
        if (stopped is { } outcome)
            Finish(item, outcome);
        else if (draining)
            Finish(item, new Outcome(OutcomeKind.Drained));
        else if (item.Is(WorkItemFlags.CancelRequested))
            Finish(item, new Outcome(OutcomeKind.Canceled));
        else
            Enqueue(item, item.Policy);
    }

    private void Enqueue(WorkItem item, TaskPolicy policy)
    {
        bool isUnmeetable = IsUnmeetable(policy.Needs);
        if (isUnmeetable && !settings.WaitForResources)
        {
            Finish(item, new Outcome(OutcomeKind.Unmeetable, Object: policy.Needs.ToString()));
            return;
        }

        item.Kind = KindOf(item.Call.Descriptor);
        if ((policy.MaxAttempts ?? settings.MaxAttempts) == 1)
            item.Set(WorkItemFlags.AtMostOnce);
        if (item.Is(WorkItemFlags.AtMostOnce) || policy.TimeLimit > 0)
            item.Set(WorkItemFlags.Watched);
        if (lanes.Add(item, policy) is not { } added)
            return;
        AddPlaces(added);
        if (isUnmeetable)
            effects.SayUnmeetable(item);
    }

    private void Cancel(WorkItem item)
    {
        if (item.Is(WorkItemFlags.CancelRequested) || item.State == WorkItemState.Done)
            return;
        item.Set(WorkItemFlags.CancelRequested);
        switch (item.State)
        {
            case WorkItemState.Queued:
                item.Lane!.Remove(item);
                Finish(item, new Outcome(OutcomeKind.Canceled));
                break;
            case WorkItemState.Delayed:
                TakeDelayed(item);
                Finish(item, new Outcome(OutcomeKind.Canceled));
                break;
            case WorkItemState.Leased:
                SendCancel(item);
                LimitCancellation(item);
                break;
            default:
                break; // Its submission, which is still to come, will see it.
        }
    }

    private void Stop(in Outcome outcome)
    {
        if (stopped is not null)
            return;
        stopped = outcome;
        FinishWaiting(outcome);
        for (WorkerSession? session = sessions.First; session is not null; session = sessions.After(session))
        {
            while (session.Leases.First is { } item)
            {
                SendCancel(item);
                Release(item);
                if (item.State != WorkItemState.Done)
                    Finish(item, outcome);
            }

            effects.Send(session, new Frame(FrameKind.Stop));
        }
    }

    private void Drain()
    {
        if (draining)
            return;
        draining = true;
        if (stopped is not null)
            return;
        FinishWaiting(new Outcome(OutcomeKind.Drained));
        for (WorkerSession? session = sessions.First; session is not null; session = sessions.After(session))
            RecallRest(session);
    }

    /// <summary>All that no worker has.</summary>
    private void FinishWaiting(in Outcome outcome)
    {
        while (lanes.TakeAny() is { } item)
            Finish(item, outcome);
        while (delayed.First is { } item)
        {
            TakeDelayed(item);
            Finish(item, outcome);
        }
    }

    private void Finish(WorkItem item, in Outcome outcome)
    {
        item.State = WorkItemState.Done;
        effects.Complete(item, outcome);
    }

    private int MaxAttempts(WorkItem item) => item.Policy.MaxAttempts ?? settings.MaxAttempts;

    private bool IsUnmeetable(ResourceSet needs) =>
        !needs.IsEmpty && settings.Offers is { } offers && !offers.Any(offer => offer.Covers(needs));

    private TaskKind KindOf(WorkTaskDescriptor descriptor)
    {
        if (latestKind?.Descriptor == descriptor)
            return latestKind;
        if (!kinds.TryGetValue(descriptor, out TaskKind? kind))
            kinds.Add(descriptor, kind = new TaskKind(descriptor, checked((ushort)kinds.Count)));
        return latestKind = kind;
    }
}
