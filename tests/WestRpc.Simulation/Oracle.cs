using WestRpc.Dispatch;
using WestRpc.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>
/// What must hold, told in terms of the events alone: before each event it says what has to come of it, takes each effect
/// against that, and afterwards compares the core's tables with its own.
/// </summary>
internal sealed partial class Oracle(Simulation simulation)
{
    private readonly Dictionary<ulong, LeaseModel> open = [];
    private readonly HashSet<ulong> used = [];
    private readonly HashSet<WorkTaskDescriptor> measured = [];
    private readonly Dictionary<int, ItemModel> items = [];
    private readonly List<ItemModel> active = [];
    private readonly Dictionary<WorkerSession, SessionModel> sessions = [];
    private readonly List<SessionModel> living = [];
    private readonly List<ItemModel> expected = [];
    private DispatchEventKind? handling;
    private Outcome? result;
    private ulong resultLease;
    private long order;
    private bool isQuiet;
    private bool stopped;
    private Expected stoppedAs;
    private bool draining;
    private bool drained;
    private long timeBefore;

    private DispatchSettings Settings => simulation.Scenario.Settings;

    private DispatchCore Core => simulation.Master.Core;

    private long Now => CoreAccess.Clock(Core).Now;

    /// <summary>Whether nothing is left to be done.</summary>
    public bool IsAllDone => active.Count == 0 && order == items.Count;

    public bool IsStopped => stopped;

    public bool IsDrained => drained;

    public IEnumerable<ItemModel> Items => items.Values;

    public string Pending => string.Join(", ", active.Select(static i => $"{i} ({i.State})"));

    public void Know(SimItem item)
    {
        TaskPolicy policy = item.Policy;
        items.Add(item.Spec.Id, new ItemModel(item, new ResourceSetView(policy.Needs, policy.Priority), policy.MaxAttempts ?? Settings.MaxAttempts));
    }

    public void Before(in DispatchEvent e)
    {
        handling = e.Kind;
        isQuiet = false;
        result = null;
        simulation.Coverage.Count(e.Kind);
        switch (e.Kind)
        {
            case DispatchEventKind.Submit:
                BeforeSubmit(items[((SimItem)e.Item!).Spec.Id]);
                break;
            case DispatchEventKind.Cancel:
                BeforeCancel(items[((SimItem)e.Item!).Spec.Id]);
                break;
            case DispatchEventKind.Joined:
                if (!sessions.ContainsKey(e.Session!))
                {
                    var joined = new SessionModel((SimSession)e.Session!.Channel);
                    sessions.Add(e.Session, joined);
                    living.Add(joined);
                }

                break;
            case DispatchEventKind.Ready:
                SessionModel ready = sessions[e.Session!];
                if (!ready.IsReady)
                    ready.HeardAt = Now;
                ready.IsReady = !ready.IsEnded;
                break;
            case DispatchEventKind.Frame:
                BeforeFrame(sessions[e.Session!], e.Frame);
                break;
            case DispatchEventKind.Leave:
                sessions[e.Session!].IsLeaving |= !sessions[e.Session!].IsEnded;
                break;
            case DispatchEventKind.Closed:
                BeforeClosed(sessions[e.Session!], (Transports.WorkerEnd)e.Object!);
                break;
            case DispatchEventKind.Stop:
                BeforeStop((Outcome)e.Object!);
                break;
            case DispatchEventKind.Drain:
                BeforeDrain();
                break;
            default:
                break;
        }
    }

    public void After(in DispatchEvent e)
    {
        CheckExpected();
        if (e.Kind == DispatchEventKind.Cancel && items[((SimItem)e.Item!).Spec.Id].Lease is { } lease)
            Check(lease.SawCancel, $"{lease.Item} was canceled, and its worker not told");
        handling = null;
        CheckTables();
    }

    private void BeforeSubmit(ItemModel item)
    {
        item.Order = ++order;
        active.Add(item);
        if (stopped)
            Expect(item, stoppedAs);
        else if (draining)
            Expect(item, Expected.Drained);
        else if (item.IsCanceled)
            Expect(item, Expected.Canceled);
        else if (!item.Needs.Set.IsEmpty && Settings.Offers is { } offers && !offers.Any(o => item.Needs.IsCoveredBy(o)))
            Expect(item, Expected.Unmeetable);
    }

    private void BeforeCancel(ItemModel item)
    {
        if (item.IsDone || item.IsCanceled)
            return;
        item.IsCanceled = true;
        if (item.Lease is { } lease)
            GiveGrace(lease);
        else if (item.IsSubmitted)
            Expect(item, Expected.Canceled);
    }

    private void BeforeFrame(SessionModel session, in Frame frame)
    {
        FrameHeader header = frame.Header;
        session.HeardAt = Now;
        simulation.Coverage.Count(frame.Kind);
        if (frame.Kind == FrameKind.Heartbeat)
        {
            if (Settings.MaxWorkerMemory > 0 && header.Nanoseconds > Settings.MaxWorkerMemory)
                session.IsTooLarge = true;
            return;
        }

        if (!open.TryGetValue(header.Lease, out LeaseModel? lease) || lease.Session != session)
        {
            isQuiet = true;
            return;
        }

        ItemModel item = lease.Item;
        switch (frame.Kind)
        {
            case FrameKind.Begun:
                lease.BeganAt ??= Now;
                GiveGrace(lease);
                break;
            case FrameKind.Kept:
                if (lease.IsRecalled)
                    lease.BeganAt ??= Now;
                lease.IsRecalled = false;
                GiveGrace(lease);
                break;
            case FrameKind.Recalled:
                Close(lease);
                if (item.IsDone)
                    Forget(item);
                else if (item.IsCanceled)
                    Expect(item, Expected.Canceled);
                else if (draining)
                    Expect(item, Expected.Drained);
                break;
            default:
                Close(lease);
                session.Ended++;
                BeforeEnd(item, lease, frame);
                break;
        }
    }

    private void BeforeEnd(ItemModel item, LeaseModel lease, in Frame frame)
    {
        result = new Outcome(default, frame.Body, frame.Object);
        resultLease = lease.Number;
        if (item.IsDone)
            Forget(item);
        else if (frame.Kind == FrameKind.Result)
            Expect(item, Expected.Result);
        else if (item.IsCanceled)
            Expect(item, frame.Kind == FrameKind.Canceled ? Expected.Canceled : Expected.Canceled | Expected.Failure);
        else if (item.TimedOut || (frame.Kind == FrameKind.Failure && IsRetried(item)))
            ExpectRetry(item, item.TimedOut ? Expected.TimedOut : Expected.Failure);
        else
            Expect(item, frame.Kind == FrameKind.Failure ? Expected.Failure : Expected.Canceled);
    }

    private static bool IsRetried(ItemModel item) =>
        item.Spec.Behaviour == TaskBehaviour.Throws && item.Spec.Options.Retry is { } retry && item.Retries < retry.MaxRetries;

    /// <summary>It runs again, unless nothing begins any more: then its submitter hears what there was to retry.</summary>
    private void ExpectRetry(ItemModel item, Expected instead)
    {
        item.TimedOut = false;
        if (draining)
        {
            Expect(item, instead);
            return;
        }

        // Half of it is fixed and half of it chance.
        long most = (long)(item.Spec.Options.Retry!.Delay.TotalNanoseconds * (1 << item.Retries));
        item.DelayedAtLeast = Now + (most / 2);
        item.DelayedAtMost = Now + most;
        item.Retries++;
    }

    private void BeforeClosed(SessionModel session, Transports.WorkerEnd end)
    {
        if (session.IsEnded)
        {
            isQuiet = true;
            return;
        }

        session.IsEnded = true;
        living.Remove(session);
        bool isFirst = true;
        foreach (LeaseModel lease in session.Leases.ToArray())
        {
            ItemModel item = lease.Item;
            bool blamed = isFirst || lease.BeganAt is not null || !lease.Reports;
            if (blamed && end.IsInOrder)
            {
                // What may begin once has maybe begun.
                blamed = item.MaxAttempts == 1;
                simulation.Coverage.Count("Other", blamed ? "withdrawn and lost" : "withdrawn and not blamed");
            }

            isFirst = false;
            Close(lease);
            if (item.IsDone)
            {
                Forget(item);
                continue;
            }

            if (item.IsCanceled)
            {
                Expect(item, Expected.Canceled);
                continue;
            }

            if (item.TimedOut)
            {
                ExpectRetry(item, Expected.TimedOut);
                continue;
            }

            simulation.Coverage.Count("Other", blamed ? "blamed" : "not blamed");
            if (blamed)
                item.Losses++;
            if (item.Losses >= item.MaxAttempts)
                Expect(item, Expected.Lost);
            else if (draining)
                Expect(item, Expected.Drained);
        }
    }

    private void BeforeStop(in Outcome outcome)
    {
        if (stopped)
            return;
        stopped = true;
        stoppedAs = (Expected)(1 << (int)outcome.Kind);
        Check(stoppedAs != Expected.NoWorkers || simulation.Transport.HasFailed, "the run fails, though workers can be had");
        foreach (ItemModel item in active.ToArray())
        {
            if (item.Lease is { } lease)
                Close(lease);
            if (item.IsDone)
                Forget(item);
            else
                Expect(item, stoppedAs);
        }
    }

    private void BeforeDrain()
    {
        if (draining)
            return;
        draining = true;
        if (stopped)
            return;
        foreach (ItemModel item in active)
        {
            if (item.Lease is null && !item.IsDone)
                Expect(item, Expected.Drained);
        }
    }

    private void Close(LeaseModel lease)
    {
        open.Remove(lease.Number);
        List<LeaseModel> there = lease.Session.Leases;
        bool wasFirst = there[0] == lease;
        there.Remove(lease);
        lease.Item.Lease = null;
        NoteEmptied(lease.Session);
        if (!wasFirst)
            return;
        lease.Session.FirstSince = Now;
        if (there.Count > 0)
            GiveGrace(there[0]);
    }

    /// <summary>A canceled call that may be running has to end.</summary>
    private void GiveGrace(LeaseModel lease)
    {
        if (lease.Item.IsCanceled && lease.Item.Item.Policy.CancelGrace > 0 && MayRun(lease))
            lease.GraceDue ??= Now + lease.Item.Item.Policy.CancelGrace;
    }

    private void Expect(ItemModel item, Expected outcome)
    {
        item.Must = outcome;
        expected.Add(item);
    }

    private void CheckExpected()
    {
        foreach (ItemModel item in expected)
            Check(item.IsDone, $"{item} had to end as {item.Must}, and did not");
        expected.Clear();
    }

    /// <summary>Done, and no worker has it any more.</summary>
    private void Forget(ItemModel item)
    {
        if (item.Lease is null)
        {
            active.Remove(item);
            Note(item);
        }
    }
}
