using System.Globalization;

namespace WestRpc.Dispatch;

/// <summary>Time limits, retries, heartbeats: all that happens because nothing happened.</summary>
internal sealed partial class DispatchCore
{
    // A task that takes so many times as long as it used to is worth a line in the log, if that is long at all.
    private const int SlowFactor = 10;
    private const long LeastSlow = 1_000_000_000;

    // So long a worker that was not heard of meanwhile is not looked at again.
    private const long HungLook = 500_000_000;

    // What a worker has to end when nothing is left for it to do.
    private const long DismissalGrace = 5_000_000_000;

    private void Begin(WorkItem item, long agoNanoseconds)
    {
        if (item.Is(WorkItemFlags.Begun))
            return;
        item.Set(WorkItemFlags.Begun);
        LimitCancellation(item);
        if (NextLimit(item) == long.MaxValue)
            return;
        TroubleOf(item).BeganAt = clock.Now - Math.Max(0, agoNanoseconds);
        WatchRunning(item);
    }

    private void WatchRunning(WorkItem item)
    {
        // A grace that runs already is the last word.
        if (item.Trouble!.Deadline is { Place: >= 0, Kind: DeadlineKind.Grace })
            return;
        long next = NextLimit(item);
        if (next != long.MaxValue)
            deadlines.Set(item.Trouble.Deadline, DeadlineKind.Running, item.Trouble.BeganAt + next);
    }

    /// <summary>After how long the next thing happens to a call that runs on.</summary>
    private long NextLimit(WorkItem item)
    {
        long limit = item.Policy.TimeLimit > 0 ? item.Policy.TimeLimit : long.MaxValue;
        if (settings.TaskTimeout > 0)
            limit = Math.Min(limit, settings.TaskTimeout);
        return item.Is(WorkItemFlags.SaidSlow) ? limit : Math.Min(limit, SlowAfter(item));
    }

    /// <summary>
    /// Short calls don't say when they begin: that would cost each a system call. Such a call runs from when it became its
    /// worker's first, and is looked at again when that may have been too long ago.
    /// </summary>
    private void WatchFirst(WorkerSession session)
    {
        if (settings.TaskTimeout > 0 && !session.Ended && (session.Hang ??= new Deadline(session)).Place < 0)
            deadlines.Set(session.Hang, DeadlineKind.Hung, session.FirstSince + settings.TaskTimeout);
    }

    private static long SlowAfter(WorkItem item) =>
        item.Estimate >= TaskKind.Unknown ? long.MaxValue : Math.Max(LeastSlow, SlowFactor * (long)item.Estimate);

    private void Meet(Deadline deadline)
    {
        switch (deadline.Kind)
        {
            case DeadlineKind.Silence:
                MeetSilence((WorkerSession)deadline.Owner!);
                break;
            case DeadlineKind.Dismissal:
                Kill((WorkerSession)deadline.Owner!, $"it did not end within {Seconds(DismissalGrace)} s of being told to");
                break;
            case DeadlineKind.Delay:
                var item = (WorkItem)deadline.Owner!;
                delayed.Remove(item);
                item.Lane!.Requirement.Return(item);
                break;
            case DeadlineKind.Running:
                MeetLimit((WorkItem)deadline.Owner!);
                break;
            case DeadlineKind.Hung:
                MeetHang((WorkerSession)deadline.Owner!);
                break;
            case DeadlineKind.Grace:
                MeetGrace((WorkItem)deadline.Owner!);
                break;
            case DeadlineKind.Parked:
                break; // Whatever is parked is looked at after each change.
            default:
                throw new InvalidOperationException($"No such deadline: {deadline.Kind}.");
        }
    }

    private void MeetSilence(WorkerSession session)
    {
        if (clock.Now - session.HeardAt < settings.Silence)
            deadlines.Set(session.Watch!, DeadlineKind.Silence, session.HeardAt + settings.Silence);
        else
            Kill(session, $"it was silent for {Seconds(settings.Silence)} s (WM_HEARTBEAT_TIMEOUT)");
    }

    /// <summary>That the worker spoke, and not of the end of its first call, shows that it is at it still.</summary>
    private void MeetHang(WorkerSession session)
    {
        if (session.Leases.First is not { } first || session.Killed)
            return;
        long due = session.FirstSince + settings.TaskTimeout;
        long seen = session.Watch is null ? clock.Now : session.HeardAt;
        if (!first.Is(WorkItemFlags.ReportsBegin) && seen >= due)
            KillHung(first, session);
        else
            deadlines.Set(session.Hang!, DeadlineKind.Hung, Math.Max(due, clock.Now + HungLook));
    }

    private void KillHung(WorkItem item, WorkerSession session) => Kill(
        session, $"it was at {item.Kind!.Descriptor.Name} for {Seconds(settings.TaskTimeout)} s, so it counts as hung (WM_ZMQ_TASK_TIMEOUT; raise it where segments take longer)");

    private void MeetLimit(WorkItem item)
    {
        WorkerSession session = item.Session!;
        long running = clock.Now - item.Trouble!.BeganAt;
        if (settings.TaskTimeout > 0 && running >= settings.TaskTimeout)
        {
            KillHung(item, session);
            return;
        }

        if (item.Policy.TimeLimit > 0 && running >= item.Policy.TimeLimit)
        {
            TimeOut(item, session);
            return;
        }

        item.Set(WorkItemFlags.SaidSlow);
        effects.SaySlow(item, session, running);
        WatchRunning(item);
    }

    /// <summary>The submitter hears of it now; the worker has a grace period to end the call before it is killed.</summary>
    private void TimeOut(WorkItem item, WorkerSession session)
    {
        SendCancel(item);
        SetDeadline(item, DeadlineKind.Grace, clock.Now + settings.Grace);
        if (item.Is(WorkItemFlags.CancelRequested))
            return;
        if (!draining && item.Policy.Retry is { CoversTimeLimits: true } retry && item.Trouble!.Retries < retry.MaxRetries)
        {
            item.Set(WorkItemFlags.TimedOut);
            return;
        }

        session.Unload(item);
        FinishLate(item, session);
        Place(session);
    }

    /// <summary>
    /// From when on a canceled call can be running it has its grace. Before that its worker is not to blame, and whatever
    /// runs there even less.
    /// </summary>
    private void LimitCancellation(WorkItem item)
    {
        if (!item.Is(WorkItemFlags.CancelRequested) || item.Policy.CancelGrace == 0)
            return;
        bool mayRun = item.Is(WorkItemFlags.Begun) || item.Session!.Leases.First == item;
        if (mayRun && item.Trouble?.Deadline is not { Place: >= 0, Kind: DeadlineKind.Grace })
            SetDeadline(item, DeadlineKind.Grace, clock.Now + item.Policy.CancelGrace);
    }

    /// <summary>It ran over its limit and is to run again, if anything is.</summary>
    private void RetryLate(WorkItem item, WorkerSession session, double chance)
    {
        item.Clear(WorkItemFlags.TimedOut);
        if (draining)
            FinishLate(item, session);
        else
            Retry(item, chance);
    }

    private void FinishLate(WorkItem item, WorkerSession session) =>
        Finish(item, new Outcome(OutcomeKind.TimedOut, Object: new TimedOut(session.Channel.Worker, item.Policy.TimeLimit)));

    private void MeetGrace(WorkItem item) => Kill(
        item.Session!, $"its task {item.Kind!.Descriptor.Name} did not end when it was {(item.Is(WorkItemFlags.CancelRequested) ? "canceled" : "out of time")}");

    private void Retry(WorkItem item, double chance)
    {
        WorkItemTrouble trouble = TroubleOf(item);
        long delay = item.Policy.Retry!.DelayBefore(trouble.Retries++, chance);
        item.State = WorkItemState.Delayed;
        delayed.AddLast(item);
        deadlines.Set(trouble.Deadline, DeadlineKind.Delay, clock.Now + delay);
    }

    private void TakeDelayed(WorkItem item)
    {
        delayed.Remove(item);
        deadlines.Clear(item.Trouble!.Deadline);
    }

    private void SetDeadline(WorkItem item, DeadlineKind kind, long due) => deadlines.Set(TroubleOf(item).Deadline, kind, due);

    private static WorkItemTrouble TroubleOf(WorkItem item) => item.Trouble ??= new WorkItemTrouble(item);

    private static string Seconds(long nanoseconds) => Math.Round(nanoseconds / 1e9, 3).ToString(CultureInfo.InvariantCulture);
}
