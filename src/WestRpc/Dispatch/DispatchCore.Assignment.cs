using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>Who gets what, and what is asked back.</summary>
internal sealed partial class DispatchCore
{
    // From so long on a worker says that it begins: that costs it a system call, and says exactly what a loss is to blame on.
    private const long WorthReporting = 5_000_000;

    // Arguments that may take long to arrive are not to count as a call that takes long.
    private const int SlowToArrive = 64 * 1024;

    // A call that is to wait longer behind others than this is asked back for an idle worker.
    private const long WorthRecalling = 2_000_000;

    // So many workers are looked at for something to recall after one event, and so many calls asked back.
    private const int MostLookedAt = 4;

    // So many of the calls that a worker holds are looked at, from the last one on.
    private const int MostLookedThrough = 16;

    private void Assign()
    {
        while (lanes.TryMatch(out WorkItem item, out WorkerSession session))
        {
            item.Lane!.Remove(item);
            Lease(item, session);
        }
    }

    private void Lease(WorkItem item, WorkerSession session)
    {
        if (!item.Body.IsEmpty && session.Define(item.Kind!))
            effects.Send(session, Definition(item.Kind!));
        item.State = WorkItemState.Leased;
        if (session.Held == 0)
            session.FirstSince = clock.Now;
        bool reports = item.Is(WorkItemFlags.Watched) || item.Kind!.Estimate >= WorthReporting ||
            (settings.TaskTimeout > 0 && item.Body.Length >= SlowToArrive);
        if (reports)
            item.Set(WorkItemFlags.ReportsBegin);
        session.Give(item, item.Lane!.Requirement.Share);
        ulong lease = leases.Open(item);
        var header = new FrameHeader(
            item.Body.Length, FrameKind.Assign, (byte)Math.Min(item.Attempt, byte.MaxValue), item.Kind!.Number, lease,
            reports ? FrameHeader.ReportBegin : 0);
        effects.Send(session, new Frame(header, item.Body, item.Body.IsEmpty ? item.Call : null));
        WatchFirst(session);
        Place(session);
    }

    /// <summary>Takes a call from its worker, which has ended it, gave it back, or is gone.</summary>
    private void Release(WorkItem item)
    {
        if (item.Is(WorkItemFlags.Recalled))
            item.Lane!.Requirement.Recalls--;
        item.Clear(WorkItemFlags.Recalled | WorkItemFlags.Begun | WorkItemFlags.ReportsBegin);
        deadlines.Clear(item.Trouble?.Deadline);
        leases.Close(item);
        WorkerSession session = item.Session!;
        bool wasFirst = session.Leases.First == item;
        session.Take(item);
        if (!wasFirst)
            return;
        session.FirstSince = clock.Now;
        if (session.Leases.First is { } next)
            LimitCancellation(next);
    }

    private void Requeue(WorkItem item)
    {
        if (draining)
            Finish(item, new Outcome(OutcomeKind.Drained));
        else
            item.Lane!.Requirement.Return(item);
    }

    /// <summary>
    /// While nothing waits, idle workers get what others hold and have not begun: the last calls of each, if those would have
    /// to wait for long.
    /// </summary>
    private void RecallParked()
    {
        if (parked.First is null || stopped is not null || draining || !lanes.HasIdleWorkers)
            return;
        WorkerSession? session = parked.First;
        int asked = 0;
        for (int i = 0; i < MostLookedAt && asked < MostLookedAt && session is not null; i++)
        {
            WorkerSession? next = parked.After(session);
            RecallFrom(session, ref asked);

            // The next time others are looked at.
            parked.Remove(session);
            parked.Add(session);
            session = next;
        }
    }

    /// <summary>From the last one on; never the first, which the worker may have begun.</summary>
    private void RecallFrom(WorkerSession session, ref int asked)
    {
        long ahead = session.HeldTime;
        WorkItem? item = session.Leases.Last;
        for (int i = 0; i < MostLookedThrough && asked < MostLookedAt && item is not null && item != session.Leases.First; i++, item = item.Previous)
        {
            ahead -= (long)item.Estimate;
            if (item.Is(WorkItemFlags.Begun) || item.State == WorkItemState.Done)
                return;
            Requirement requirement = item.Lane!.Requirement;
            if (item.Is(WorkItemFlags.Recalled) || requirement.Workers.Idle <= requirement.Recalls)
                continue;
            if (ahead < WorthRecalling && clock.Now - session.FirstSince < WorthRecalling)
            {
                if (parkedDeadline.Place < 0)
                    deadlines.Set(parkedDeadline, DeadlineKind.Parked, session.FirstSince + WorthRecalling);
                return;
            }

            Recall(item);
            asked++;
        }
    }

    /// <summary>All but the first, which the worker may have begun.</summary>
    private void RecallRest(WorkerSession session)
    {
        for (WorkItem? item = session.Leases.First?.Next; item is not null; item = item.Next)
            Recall(item);
    }

    private void Recall(WorkItem item)
    {
        if (item.Is(WorkItemFlags.Recalled | WorkItemFlags.Begun) || item.State == WorkItemState.Done)
            return;
        item.Set(WorkItemFlags.Recalled);
        item.Lane!.Requirement.Recalls++;
        effects.Send(item.Session!, new Frame(new FrameHeader(0, FrameKind.Recall, Lease: leases.NumberOf(item)), default));
    }

    private void SendCancel(WorkItem item) =>
        effects.Send(item.Session!, new Frame(new FrameHeader(0, FrameKind.Cancel, Lease: leases.NumberOf(item)), default));

    private static Frame Definition(TaskKind kind)
    {
        ReadOnlyMemory<byte> body = TextMap.Write([new(kind.Descriptor.Name, kind.Descriptor.ContractHash)]);
        return new Frame(new FrameHeader(body.Length, FrameKind.Define, Task: kind.Number), body);
    }
}
