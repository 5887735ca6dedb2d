using WestRpc.Dispatch;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>What must hold after each event, and after all that came together.</summary>
internal sealed partial class Oracle
{
    private const long ParkedThreshold = 2 * Duration.Millisecond;
    private const long DismissalGrace = 5 * Duration.Second;
    private const long HungLook = 500 * Duration.Millisecond;

    private long nextDue = long.MaxValue;
    private string dueWhat = "";

    public void BeforeAdvance() => timeBefore = Now;

    public void AfterAdvance()
    {
        Check(Now >= timeBefore, "the core's time goes back");
        bool late = simulation.Clock.Now - simulation.LastWork > 2 * CoreClock.Period + simulation.Scenario.TickDelay && living.Count > 0;
        if (late)
            simulation.Coverage.Count("Other", "late tick");
        Check(simulation.Master.HasStoodStill || Now - Slack <= nextDue, $"{dueWhat} was due {(Now - nextDue) / 1e6} ms ago, and the core not woken for it");
        Check(!late || Now - timeBefore <= 2 * CoreClock.Period, "the core counts time in which it stood still");
    }

    public void BeforeDeadlines()
    {
        handling = null;
        isQuiet = false;
    }

    public void AfterDeadlines()
    {
        foreach (SessionModel session in living)
        {
            foreach (LeaseModel lease in session.Leases)
                CheckDeadlines(lease, session);
            Check(
                Settings.Silence == 0 || session.Channel.SharesMemory || !session.IsReady || session.IsKilled || stopped || session.IsToldToStop ||
                Now - session.HeardAt < Settings.Silence + Slack, $"{session} is silent, and lives on");
        }

        foreach (SessionModel session in living)
            Check(stopped || session.IsKilled || !(Now - session.DismissedAt >= DismissalGrace), $"{session} does not end, and lives on");
        foreach (ItemModel item in active)
        {
            if (item.DelayedAtLeast is not { } least)
                continue;
            if (item.Item.State != WorkItemState.Delayed)
            {
                Check(Now >= least, $"{item} comes back {least - Now} ns before its retry is due");
                item.DelayedAtLeast = null;
            }
            else
            {
                Check(Now <= item.DelayedAtMost + Slack, $"{item} does not come back for its retry");
            }
        }

        CheckTables();
        CheckNothingWaits();
        CheckNothingIsParked();
        NoteDue();
    }

    /// <summary>When something is to be done at the latest, by the time limits and delays that the oracle knows of.</summary>
    private void NoteDue()
    {
        nextDue = long.MaxValue;
        foreach (SessionModel session in living)
        {
            if (session.IsKilled || stopped)
                continue;
            if (Settings.Silence > 0 && session.IsReady && !session.Channel.SharesMemory && !session.IsToldToStop)
                Due(session.HeardAt + Settings.Silence, "silence");
            if (session.DismissedAt is { } dismissed)
                Due(dismissed + DismissalGrace, "dismissal");
            session.HungSince = IsHung(session) ? session.HungSince ?? Now : null;
            if (session.HungSince is { } hung)
                Due(hung + HungLook, "hung");
            foreach (LeaseModel lease in session.Leases)
            {
                TaskPolicy policy = lease.Item.Item.Policy;
                if (lease.GraceDue is { } grace && MayRun(lease))
                    Due(grace, "grace");
                else if (lease.BeganAt is { } began && policy.TimeLimit > 0 && !lease.IsTimedOut)
                    Due(began + policy.TimeLimit, "time limit");
                else if (lease.BeganAt is { } began2 && Settings.TaskTimeout > 0)
                    Due(began2 + Settings.TaskTimeout, "task timeout");
                if (lease.ParkedSince is { } parked && living.Count(static s => s.Leases.Count > 1) <= 4)
                    Due(Math.Max(session.FirstSince + ParkedThreshold, parked), "recall");
            }
        }

        foreach (ItemModel item in active)
        {
            if (item.DelayedAtLeast is not null)
                Due(item.DelayedAtMost, "retry");
        }

        void Due(long time, string what)
        {
            if (time < nextDue)
                (nextDue, dueWhat) = (time, what);
        }
    }

    /// <summary>How late a thing that is due may be noticed: the wake-up comes late, and what came with it is looked at first.</summary>
    private long Slack => simulation.Scenario.TickDelay + Duration.Millisecond;

    private void CheckDeadlines(LeaseModel lease, SessionModel session)
    {
        ItemModel item = lease.Item;
        if (Settings.TaskTimeout > 0 && lease.GraceDue is null)
            Check(session.IsKilled || !(Now - lease.BeganAt >= Settings.TaskTimeout), $"{item} runs longer than a worker may, and {session} lives on");
        if (IsOverLimit(lease) && !lease.IsTimedOut && lease.GraceDue is null && (lease.SawCancel || !session.IsKilled))
        {
            lease.IsTimedOut = true;
            lease.GraceDue = Now + Settings.Grace;
            Check(lease.SawCancel, $"{item} is out of time, and its worker not told");
            if (!item.IsCanceled && RetriesTimeouts(item))
                item.TimedOut = true;
            else
                Check(item.IsDone || item.IsCanceled, $"{item} is out of time, and nothing comes of it");
        }

        Check(!(lease.GraceDue <= Now) || !MayRun(lease) || session.IsKilled, $"{item} does not end when it is told to, and {session} lives on");
    }

    private void CheckTables()
    {
        Lanes lanes = CoreAccess.Lanes(Core);
        int held = 0;
        foreach (SessionModel session in living)
            held += CheckSession(session);
        Check(held == open.Count && CoreAccess.Leases(Core).Count == open.Count, $"{CoreAccess.Leases(Core).Count} leases, {open.Count} were due");
        int waiting = 0;
        int delayed = 0;
        foreach (ItemModel item in active)
        {
            WorkItemState state = item.IsDone ? WorkItemState.Done
                : item.Lease is not null ? WorkItemState.Leased
                : item.DelayedAtLeast is not null ? WorkItemState.Delayed : WorkItemState.Queued;
            Check(item.Item.State == state, $"{item} is {item.Item.State}, and should be {state}");
            Check((item.Item.Losses?.Count ?? 0) == item.Losses, $"{item} has {item.Item.Losses?.Count ?? 0} losses, and should have {item.Losses}");
            waiting += state == WorkItemState.Queued ? 1 : 0;
            delayed += state == WorkItemState.Delayed ? 1 : 0;
            Note(item);
        }

        Check(lanes.Count == waiting, $"{lanes.Count} tasks wait, {waiting} should");
        Check(CoreAccess.Delayed(Core).Count == delayed, $"{CoreAccess.Delayed(Core).Count} tasks wait for a retry, {delayed} should");
        foreach (Requirement requirement in lanes.Requirements)
            CheckRequirement(requirement);
    }

    private int CheckSession(SessionModel session)
    {
        WorkItem? held = session.Session.Leases.First;
        long time = 0;
        long bytes = 0;
        foreach (LeaseModel lease in session.Leases)
        {
            Check(held == lease.Item.Item, $"{session} holds something else than {lease.Item}");
            Check(held!.Session == session.Session && held.Is(WorkItemFlags.Recalled) == lease.IsRecalled, $"{lease.Item} is not as {session} has it");
            Check(
                !(draining || session.IsLeaving) || stopped || lease == session.Leases[0] || lease.IsRecalled || lease.BeganAt is not null || lease.Item.IsDone,
                $"{lease.Item} is left to {session}, which has not begun it, when nothing is to begin there any more");
            time += (long)held.Estimate;
            bytes += held.Body.Length;
            held = held.Next;
        }

        Check(held is null && session.Session.Held == session.Leases.Count, $"{session} holds more than {session.Leases.Count}");
        Check(CoreAccess.HeldBytes(session.Session) == bytes, $"{session} holds {CoreAccess.HeldBytes(session.Session)} bytes, and should {bytes}");
        Check(!stopped || session.IsToldToStop, $"{session} is not told to stop");
        Check(session.Session.HeldTime == time, $"{session} holds {session.Session.HeldTime} ns, and should {time}");
        Check(
            stopped || session.Leases.Count > 0 || !(session.IsTooLarge || session.IsLeaving || IsSpent(session)) || session.IsKilled || session.IsToldToStop,
            $"{session} is to leave, and is not told to");
        return session.Leases.Count;
    }

    private void CheckRequirement(Requirement requirement)
    {
        int capable = 0;
        int idle = 0;
        int recalls = 0;
        foreach (SessionModel session in living)
        {
            foreach (LeaseModel lease in session.Leases)
                recalls += lease.IsRecalled && lease.Item.Needs.Set.Equals(requirement.Needs) ? 1 : 0;
            if (!session.IsReady || !new ResourceSetView(requirement.Needs, 0).IsCoveredBy(session.Channel.Offer))
                continue;
            capable++;
            idle += IsIdle(session) ? 1 : 0;
        }

        int queued = active.Count(i => i.Waits && i.Needs.Set.Equals(requirement.Needs));
        Check(requirement.Capable == capable, $"{requirement.Capable} workers have {requirement.Needs}, {capable} do");
        Check(requirement.Workers.Idle == idle || stopped, $"{requirement.Workers.Idle} workers with {requirement.Needs} are idle, {idle} are");
        Check(requirement.Recalls == recalls, $"{requirement.Recalls} recalls for {requirement.Needs}, {recalls} are out");
        Check(requirement.Queued == queued, $"{requirement.Queued} tasks wait for {requirement.Needs}, {queued} do");
    }

    private bool IsIdle(SessionModel session) => session.Leases.Count == 0 && session.MayTake(MaxTasks(session));

    /// <summary>No worker that could begin or prefetch something has something waiting for it.</summary>
    private void CheckNothingWaits()
    {
        var seen = new List<ResourceSetView>();
        foreach (ItemModel item in active)
        {
            if (!item.Waits)
                continue;

            // Of those that wait in one lane only the first can go.
            if (seen.Exists(n => n.Priority == item.Needs.Priority && n.Set.Equals(item.Needs.Set)))
                continue;
            ItemModel first = FirstWaiting(item.Needs);
            seen.Add(item.Needs);
            foreach (SessionModel session in living)
            {
                if (!first.Needs.IsCoveredBy(session.Channel.Offer))
                    continue;
                Check(!IsIdle(session), $"{session} has nothing to do while {first} waits for it");
                Check(
                    first.RunsAlone || session.Leases.Count == 0 || !HasRoom(session) ||
                    !MayPrefetch(session, first) || !IsNextToPrefetch(session, first) || IsToBecomeIdleFor(first), $"{session} has room for {first}");
            }
        }
    }

    /// <summary>One of those that hold the fewest comes first, and while it may not prefetch, none does.</summary>
    private static bool IsNextToPrefetch(SessionModel session, ItemModel item) =>
        item.Item.Lane!.Requirement.Workers.Least == session.Session;

    /// <summary>Whether the worker that would prefetch the task is to become idle for one before it that runs alone.</summary>
    private bool IsToBecomeIdleFor(ItemModel item) =>
        item.Item.Lane!.Requirement.Workers.Least is { } least && active.Any(
            other => other.Waits && other.RunsAlone && IsNext(other) && least.Offer.Covers(other.Needs.Set) &&
                (other.Needs.Priority > item.Needs.Priority || (other.Needs.Priority == item.Needs.Priority && other.Order < item.Order)));

    /// <summary>Whether nothing that needs the same goes before it; what just came back for a retry included.</summary>
    private bool IsNext(ItemModel item) => !active.Exists(
        other => (other.Waits || (other.DelayedAtLeast is not null && other.Item.State == WorkItemState.Queued)) && other.Needs.Set.Equals(item.Needs.Set) &&
            (other.Needs.Priority > item.Needs.Priority || (other.Needs.Priority == item.Needs.Priority && other.Order < item.Order)));

    private ItemModel FirstWaiting(ResourceSetView needs)
    {
        ItemModel? first = null;
        foreach (ItemModel item in active)
        {
            if (item.Waits && item.Needs.Priority == needs.Priority && item.Needs.Set.Equals(needs.Set) && (first is null || item.Order < first.Order))
                first = item;
        }

        return first!;
    }

    /// <summary>What is parked behind another task while a worker is idle is asked back soon.</summary>
    private void CheckNothingIsParked()
    {
        int parked = living.Count(static s => s.Leases.Count > 1);

        // The core looks at a few workers at a time.
        long patience = Slack + (parked <= 4 ? 0 : parked * CoreClock.Period);
        foreach (SessionModel session in living)
        {
            // The last one that an idle worker could take is looked at, unless it is deep among what none could.
            bool open = !session.IsKilled && !draining && !stopped;
            for (int i = session.Leases.Count - 1; i >= 0; i--)
            {
                LeaseModel lease = session.Leases[i];
                Requirement requirement = lease.Item.Item.Lane!.Requirement;
                bool mayHaveBegun = i == 0 || lease.BeganAt is not null || lease.Item.IsDone;
                bool waits = open && i >= session.Leases.Count - 16 && !mayHaveBegun && !lease.IsRecalled && requirement.Workers.Idle > requirement.Recalls;
                open &= !waits && !mayHaveBegun;
                lease.ParkedSince = waits ? lease.ParkedSince ?? Now : null;
                Check(
                    !waits || Now <= Math.Max(session.FirstSince + ParkedThreshold, lease.ParkedSince!.Value) + patience, $"{lease.Item} is parked at {session} for {(Now - lease.ParkedSince) / 1e6} ms while a worker is idle");
            }
        }
    }

    /// <summary>After all has stopped nothing is left.</summary>
    public void CheckEnd()
    {
        Check(active.Count == 0, $"not done at the end: {Pending}");
        Check(living.Count == 0 && CoreAccess.Sessions(Core).Count == 0, "workers are left at the end");
        Check(CoreAccess.Parked(Core).Count == 0, "workers are left among the parked");
        Check(CoreAccess.Leases(Core).Count == 0 && CoreAccess.Lanes(Core).Count == 0 && CoreAccess.Delayed(Core).Count == 0, "tasks are left at the end");
        Check(CoreAccess.Deadlines(Core).Count == 0, $"{CoreAccess.Deadlines(Core).Count} deadlines are left at the end, the first {CoreAccess.Deadlines(Core).First?.Kind}");
        Check(simulation.Master.Wake == long.MaxValue, "the core wants to be woken after the end");
        Check(CoreAccess.Lanes(Core).Requirements.All(static r => r is { Capable: 0, Queued: 0, Recalls: 0 } && r.Workers.Least is null), "counts are left at the end");
        Check(!draining || drained, "drained, and did not say so");
    }

    private void Note(ItemModel item)
    {
        WorkItemState state = item.Item.State;
        if (state == item.State)
            return;
        simulation.Coverage.Count("State", Change(item.State, state));
        item.State = state;
    }

    private static string Change(WorkItemState from, WorkItemState to) => (from, to) switch
    {
        (WorkItemState.New, WorkItemState.Queued) => "New>Queued",
        (WorkItemState.New, WorkItemState.Done) => "New>Done",
        (WorkItemState.Queued, WorkItemState.Leased) => "Queued>Leased",
        (WorkItemState.Queued, WorkItemState.Done) => "Queued>Done",
        (WorkItemState.Leased, WorkItemState.Queued) => "Leased>Queued",
        (WorkItemState.Leased, WorkItemState.Delayed) => "Leased>Delayed",
        (WorkItemState.Leased, WorkItemState.Done) => "Leased>Done",
        (WorkItemState.Delayed, WorkItemState.Queued) => "Delayed>Queued",
        (WorkItemState.Delayed, WorkItemState.Leased) => "Delayed>Leased",
        (WorkItemState.Delayed, WorkItemState.Done) => "Delayed>Done",
        _ => throw new SimulationException($"an item goes from {from} to {to}"),
    };
}
