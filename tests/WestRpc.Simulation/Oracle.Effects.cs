using WestRpc.Dispatch;
using WestRpc.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>Takes each effect, and whether it may be.</summary>
internal sealed partial class Oracle
{
    public static int TaskIn(in Frame assign) => (assign.Object as SimCall)?.Spec.Id ?? BitConverter.ToInt32(assign.Body.Span);

    public int TimesRun(TaskSpec task) => items[task.Id].TimesRun;

    public void OnSend(WorkerSession to, in Frame frame)
    {
        SessionModel session = sessions[to];
        Check(!session.IsEnded || handling == DispatchEventKind.Reply, $"{frame.Kind} goes to {session}, which is gone");
        switch (frame.Kind)
        {
            case FrameKind.Define:
                Check(session.Defined.TryAdd(frame.Header.Task, TextMap.Read(frame.Body).Keys.Single()), $"task {frame.Header.Task} is defined twice for {session}");
                break;
            case FrameKind.Assign:
                OnAssign(session, frame);
                break;
            case FrameKind.Recall:
                LeaseModel recalled = Open(frame, session);
                Check(!recalled.IsRecalled, $"{recalled.Item} is asked back twice");
                Check(session.Leases[0] != recalled, $"{recalled.Item} is asked back, which {session} may have begun");
                recalled.IsRecalled = true;
                break;
            case FrameKind.Cancel:
                // Where all stops, its lease is closed with the same event.
                if (open.TryGetValue(frame.Header.Lease, out LeaseModel? canceled))
                {
                    Check(canceled.Session == session, $"{canceled.Item} is canceled at {session}, which does not have it");
                    Check(canceled.Item.IsCanceled || canceled.BeganAt is not null, $"{canceled.Item} is canceled, and nobody asked for that");
                    canceled.SawCancel = true;
                }
                else
                {
                    Check(handling == DispatchEventKind.Stop, $"{session} is told to cancel what it does not have");
                }

                break;
            case FrameKind.Stop:
                Check(!session.IsToldToStop || stopped, $"{session} is told to stop twice");
                Check(
                    stopped || (session.Leases.Count == 0 && (session.IsTooLarge || session.IsLeaving || IsSpent(session))),
                    $"{session} is told to stop, with {session.Leases.Count} tasks");
                session.DismissedAt ??= Now;
                break;
            default:
                break;
        }

        Check(!isQuiet, $"a frame without effect has one: {frame.Kind}");
    }

    public void OnComplete(SimItem item, in Outcome outcome)
    {
        ItemModel model = items[item.Spec.Id];
        Check(!model.IsDone, $"{model} ends twice, now as {outcome.Kind}");
        Check(model.IsSubmitted, $"{model} ends before it was submitted");
        Check(!isQuiet, $"{model} ends as {outcome.Kind} for a frame without effect");
        if (outcome.Kind == OutcomeKind.TimedOut && (model.Must & Expected.TimedOut) == 0)
            CheckTimedOut(model);
        else
            Check((model.Must & (Expected)(1 << (int)outcome.Kind)) != 0, $"{model} ends as {outcome.Kind}, where {model.Must} was due");
        if (outcome.Kind == OutcomeKind.Result)
        {
            CheckResult(model, outcome);
            measured.Add(item.Call.Descriptor);
        }

        Check(outcome.Kind != OutcomeKind.Lost || item.Losses?.Count == model.MaxAttempts, $"{model} lost {item.Losses?.Count} workers of {model.MaxAttempts}");
        if (outcome.Kind == OutcomeKind.NoWorkers)
            Check(outcome.Object is WorkerStartException { Message: var why } && why.Contains("5 workers in a row ended", StringComparison.Ordinal), $"{model} ends, and nobody hears why");
        if (simulation.Scenario.Profile is not (Profile.Chaos or Profile.Hostile))
            CheckInnocent(model, outcome.Kind);
        model.IsDone = true;
        model.Outcome = outcome.Kind;
        model.DelayedAtLeast = null;
        Forget(model);
    }

    public void OnKill(WorkerSession of)
    {
        SessionModel session = sessions[of];
        Check(!session.IsEnded && !session.IsKilled, $"{session} is killed twice");
        Check(simulation.Scenario.Profile is Profile.Chaos or Profile.Hostile, $"{session} is killed, where nothing is wrong with it");
        string? why =
            session.Leases.Any(l => Settings.TaskTimeout > 0 && Now - l.BeganAt >= Settings.TaskTimeout) ? "task timeout"
            : IsHung(session) ? "hung"
            : session.Leases.Any(l => MayRun(l) && (l.GraceDue <= Now || (Settings.Grace == 0 && IsOverLimit(l)))) ? "grace"
            : Settings.Silence > 0 && session.IsReady && (stopped || !session.IsToldToStop) && Now - session.HeardAt >= Settings.Silence ? "silence"
            : Now - session.DismissedAt >= DismissalGrace ? "dismissal" : null;
        Check(why is not null, $"{session} is killed for nothing");
        simulation.Coverage.Count("Kill", why!);
        session.IsKilled = true;
    }

    public void OnSlow(SimItem item, long running)
    {
        ItemModel model = items[item.Spec.Id];
        Check(!model.SaidSlow && running >= Duration.Second && model.Lease is not null, $"{model} is called slow");
        model.SaidSlow = true;
    }

    public void OnDrained()
    {
        Check(draining && !drained, "drained twice, or without being asked");
        Check(open.Count == 0, $"drained with {open.Count} tasks running");
        drained = true;
    }

    public void OnRunBegan(TaskSpec task, SimChannel on, int begunThere)
    {
        ItemModel item = items[task.Id];
        Check(on.IsCutOff || item.RunsOn is null, $"{item} begins on {on} while it runs on {item.RunsOn}");
        Check(on.SharesMemory || Settings.MaxTasksPerWorker == 0 || begunThere <= Settings.MaxTasksPerWorker, $"{on} begins its {begunThere}th task");
        Check(item.Needs.IsCoveredBy(on.Offer), $"{item} begins on {on}, which does not have what it needs");
        if (!on.IsCutOff)
            item.RunsOn = on;
        item.TimesRun++;
        Check(item.MaxAttempts > 1 || item.TimesRun <= 1 + item.Retries, $"{item} may begin once, and begins again");
    }

    public void OnRunEnded(TaskSpec task, SimChannel on)
    {
        ItemModel item = items[task.Id];
        if (item.RunsOn == on)
            item.RunsOn = null;
    }

    /// <summary>The worker is taken for dead, and may be at work still.</summary>
    public void OnCutOff(SimChannel worker)
    {
        foreach (ItemModel item in items.Values)
        {
            if (item.RunsOn != worker)
                continue;
            item.RunsOn = null;
            simulation.Coverage.Count("Node", "cut off while it runs");
        }
    }

    private void OnAssign(SessionModel session, in Frame frame)
    {
        ItemModel item = items[TaskIn(frame)];
        Check(used.Add(frame.Header.Lease), $"lease {SimMaster.Lease(frame.Header.Lease)} comes again");
        Check(item.IsSubmitted && !item.IsDone && item.Must == Expected.None, $"{item} is sent, though it is done");
        Check(!item.IsCanceled, $"{item} is sent after its cancellation");
        Check(item.Lease is null, $"{item} is sent while {item.Lease?.Session} has it");
        Check(!draining && !stopped, $"{item} is sent when nothing is to begin any more");
        Check(session.MayTake(MaxTasks(session)), $"{item} goes to {session}, which takes nothing");
        Check(item.Needs.IsCoveredBy(session.Channel.Offer), $"{item} goes to {session}, which does not have what it needs");
        Check(session.Channel.SharesMemory || session.Defined.GetValueOrDefault(frame.Header.Task) == item.Item.Call.Descriptor.Name, $"{item} goes to {session}, which does not know its task");
        Check(
            session.Leases.Count > 0 || session.Channel.Offer.Equals(item.Needs.Set) || !living.Exists(s => IsIdle(s) && s.Channel.Offer.Equals(item.Needs.Set)),
            $"{item} goes to {session}, which has more than it needs, while one is idle that has not");
        Check(session.Leases.Count == 0 || !(item.RunsAlone || session.Leases.Any(static l => l.Item.RunsAlone)), $"{item} is not alone on {session}");
        Check(session.Leases.TrueForAll(static l => l.IsMeasured), $"{item} waits at {session} behind a task of which nobody knows how long it takes");
        Check(frame.Header.Attempt == item.Losses + item.Retries + 1, $"{item} is sent as attempt {frame.Header.Attempt}");
        Check(item.DelayedAtLeast is null || Now >= item.DelayedAtLeast, $"{item} is sent {item.DelayedAtLeast - Now} ns before its retry is due");
        item.DelayedAtLeast = null;
        CheckCredit(item, session);
        CheckOrder(item, session);
        var lease = new LeaseModel(frame.Header.Lease, item, session, frame.Header.Nanoseconds == FrameHeader.ReportBegin) { IsMeasured = measured.Contains(item.Item.Call.Descriptor) };
        Check(lease.Reports || (item.Item.Policy.TimeLimit == 0 && item.MaxAttempts > 1), $"{item} is sent, and its begin not asked for");
        item.Lease = lease;
        open.Add(lease.Number, lease);
        session.Leases.Add(lease);
        NoteFilled(session, item);
        session.FirstSince = session.Leases.Count == 1 ? Now : session.FirstSince;
    }

    /// <summary>In one priority and need the oldest goes first; and what is more urgent, or as urgent and older, and could go there.</summary>
    private void CheckOrder(ItemModel item, SessionModel session)
    {
        foreach (ItemModel other in active)
        {
            if (other == item || !other.Waits || other.Must != Expected.None || other.Needs.Priority < item.Needs.Priority)
                continue;
            bool older = other.Order < item.Order;
            if (other.Needs.Priority == item.Needs.Priority && !older)
                continue;
            bool sameLane = other.Needs.Priority == item.Needs.Priority && other.Needs.Set.Equals(item.Needs.Set);
            Check(
                !sameLane && (session.Leases.Count > 0 || !other.Needs.IsCoveredBy(session.Channel.Offer)),
                $"{item} overtakes {other}");
            Check(
                session.Leases.Count == 0 || !other.RunsAlone || !other.Needs.IsCoveredBy(session.Channel.Offer) || !IsNext(other),
                $"{item} keeps {session} busy, which is to become idle for {other}");
        }
    }

    private void CheckResult(ItemModel item, in Outcome outcome)
    {
        AttemptReport report = AttemptReport.Of(outcome);
        Check(report.Task == item.Spec.Id && report.Lease == resultLease, $"{item} ends with the result of t{report.Task}");
        Check(outcome.Worker is not null, $"{item} has a result, and nobody to thank for it");
    }

    private void CheckTimedOut(ItemModel item)
    {
        Check(handling is null, $"{item} is out of time in the middle of an event");
        Check(item.Lease is { } lease && IsOverLimit(lease), $"{item} is out of time before it is");
        Check(!item.IsCanceled && (draining || !RetriesTimeouts(item)), $"{item} is out of time, which is not its end");
    }

    /// <summary>Where only a poison task goes about, it fails, and no other has more than one loss by it.</summary>
    private void CheckInnocent(ItemModel item, OutcomeKind kind)
    {
        bool guilty = item.Spec.Behaviour == TaskBehaviour.Poison;
        bool meetable = kind == OutcomeKind.Unmeetable;
        bool withdrawn = simulation.Scenario.Profile == Profile.Orderly && item.MaxAttempts == 1 && kind == OutcomeKind.Lost;
        Check(kind == (guilty ? OutcomeKind.Lost : OutcomeKind.Result) || meetable || withdrawn, $"{item} ends as {kind}, where nothing is wrong with it");
        Check(guilty || withdrawn || item.Losses <= (simulation.Scenario.Profile == Profile.Poison ? 1 : 0), $"{item} has {item.Losses} losses, where nothing is wrong with it");
    }

    /// <summary>A lease that is not that worker's, or not open.</summary>
    public ulong StrayLease(SimSession channel, long choice)
    {
        ulong[] strange = [.. used.Where(n => !open.TryGetValue(n, out LeaseModel? lease) || lease.Session.Channel != channel)];
        return strange.Length == 0 || choice % 5 == 0 ? (ulong)choice | (1UL << 62) : strange[choice % strange.Length];
    }

    private LeaseModel Open(in Frame frame, SessionModel session)
    {
        Check(
            open.TryGetValue(frame.Header.Lease, out LeaseModel? lease) && lease.Session == session,
            $"{frame.Kind} goes to {session} for a lease that it does not have");
        return lease!;
    }

    /// <summary>Whether it was seen to be at a call for too long that does not say when it begins.</summary>
    private bool IsHung(SessionModel session) =>
        Settings.TaskTimeout > 0 && session.Leases.Count > 0 && !session.Leases[0].Reports &&
        (IsWatched(session) ? session.HeardAt : Now) - session.FirstSince >= Settings.TaskTimeout;

    /// <summary>Whether its silence is noticed.</summary>
    private bool IsWatched(SessionModel session) => Settings.Silence > 0 && session.IsReady && !session.Channel.SharesMemory;

    private static bool MayRun(LeaseModel lease) => lease.BeganAt is not null || lease.Session.Leases[0] == lease;

    /// <summary>A thread is as good after many tasks as before.</summary>
    private long MaxTasks(SessionModel session) => session.Channel.SharesMemory ? 0 : Settings.MaxTasksPerWorker;

    private bool IsSpent(SessionModel session) => MaxTasks(session) > 0 && session.Ended >= MaxTasks(session);

    private bool IsOverLimit(LeaseModel lease) =>
        lease.Item.Item.Policy.TimeLimit > 0 && Now - lease.BeganAt >= lease.Item.Item.Policy.TimeLimit;

    private static bool RetriesTimeouts(ItemModel item) =>
        item.Spec.Options.Retry is { } retry && item.Retries < retry.MaxRetries && retry.On.Contains(typeof(WorkTimeoutException));
}
