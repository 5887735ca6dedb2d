using System.Runtime.InteropServices;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>Workers that come, speak, and go.</summary>
internal sealed partial class DispatchCore
{
    private void Join(WorkerSession session)
    {
        sessions.Add(session);
        if (stopped is not null)
            effects.Send(session, new Frame(FrameKind.Stop));
    }

    /// <summary>It passed the handshake.</summary>
    private void Welcome(WorkerSession session)
    {
        if (session.Ended || session.Ready)
            return;
        session.Ready = true;
        session.HeardAt = clock.Now;
        if (settings.Silence > 0 && !session.Channel.SharesMemory && !session.Dismissed)
        {
            session.Watch = new Deadline(session);
            deadlines.Set(session.Watch, DeadlineKind.Silence, clock.Now + settings.Silence);
        }

        foreach (Requirement requirement in lanes.Requirements)
            AddPlace(session, requirement);
        Place(session);
    }

    private void Hear(WorkerSession session, in DispatchEvent e)
    {
        session.HeardAt = clock.Now;
        FrameHeader header = e.Frame.Header;
        if (header.Kind == FrameKind.Heartbeat)
        {
            if (settings.MaxWorkerMemory > 0 && header.Nanoseconds > settings.MaxWorkerMemory)
                Leave(session);
            return;
        }

        // A late frame of a lease that was closed already: its call is somebody else's now, or done.
        if (leases.Find(header.Lease, session) is not { } item)
            return;
        switch (header.Kind)
        {
            case FrameKind.Begun:
                Begin(item, header.Nanoseconds);
                break;
            case FrameKind.Kept:
                Keep(item);
                break;
            case FrameKind.Recalled:
                GiveBack(item);
                break;
            default:
                EndLease(item, e);
                break;
        }
    }

    /// <summary>It has begun; that it says so itself may come later.</summary>
    private void Keep(WorkItem item)
    {
        if (!item.Is(WorkItemFlags.Recalled))
            return;
        item.Clear(WorkItemFlags.Recalled);
        item.Lane!.Requirement.Recalls--;
        Begin(item, agoNanoseconds: 0);
    }

    private void GiveBack(WorkItem item)
    {
        WorkerSession session = item.Session!;
        Release(item);
        if (item.Is(WorkItemFlags.CancelRequested))
            Finish(item, new Outcome(OutcomeKind.Canceled));
        else if (item.State != WorkItemState.Done)
            Requeue(item);
        Place(session);
    }

    private void EndLease(WorkItem item, in DispatchEvent e)
    {
        WorkerSession session = item.Session!;
        Frame frame = e.Frame;
        Release(item);
        session.Completed++;
        if (item.State != WorkItemState.Done)
        {
            switch (frame.Kind)
            {
                case FrameKind.Result:
                    item.Kind!.Measured(frame.Header.Nanoseconds);
                    Finish(item, new Outcome(OutcomeKind.Result, frame.Body, frame.Object, session.Channel.Worker));
                    break;
                case FrameKind.Canceled or FrameKind.Failure when item.Is(WorkItemFlags.TimedOut) && !item.Is(WorkItemFlags.CancelRequested):
                    RetryLate(item, session, e.Chance);
                    break;
                case FrameKind.Failure when !draining && !item.Is(WorkItemFlags.CancelRequested) && item.RetriesOn(frame.Body, frame.Object as Exception):
                    Retry(item, e.Chance);
                    break;
                case FrameKind.Failure:
                    Finish(item, new Outcome(OutcomeKind.Failure, frame.Body, frame.Object, session.Channel.Worker));
                    break;
                default:
                    Finish(item, new Outcome(OutcomeKind.Canceled));
                    break;
            }
        }

        long most = MaxTasks(session);
        if (most > 0 && session.Completed >= most)
            Leave(session);
        Place(session);
    }

    /// <summary>Gives a worker nothing more; when it holds nothing, it is told to end, and another comes in its place.</summary>
    private void Leave(WorkerSession session)
    {
        session.Leaving = true;
        Place(session);
    }

    /// <summary>Its machine needs it back: what it runs it ends, and others do the rest.</summary>
    private void Withdraw(WorkerSession session)
    {
        if (session.Ended)
            return;
        if (stopped is null)
            RecallRest(session);
        Leave(session);
    }

    private void Kill(WorkerSession session, string reason)
    {
        if (session.Ended || session.Killed)
            return;
        session.Killed = session.Leaving = true;
        Place(session);
        effects.Kill(session, reason);
    }

    /// <summary>
    /// A worker is gone. To blame is what may have begun: its first call, what it said it began, and what it would not have
    /// said so of. The rest goes back as if nothing had been; so does all where the worker was told to end, save what may begin
    /// only once.
    /// </summary>
    private void Lose(WorkerSession session, WorkerEnd end)
    {
        if (session.Ended)
            return;
        session.Ended = true;
        sessions.Remove(session);
        deadlines.Clear(session.Watch);
        deadlines.Clear(session.Hang);
        Place(session);
        foreach ((Requirement requirement, _) in session.Places)
            requirement.Capable--;
        bool isFirst = true;
        while (session.Leases.First is { } item)
        {
            bool mayHaveBegun = isFirst || item.Is(WorkItemFlags.Begun) || !item.Is(WorkItemFlags.ReportsBegin);
            bool blamed = mayHaveBegun && (!end.IsInOrder || item.Is(WorkItemFlags.AtMostOnce));
            isFirst = false;
            Release(item);
            if (item.State == WorkItemState.Done)
                continue;
            if (item.Is(WorkItemFlags.CancelRequested))
                Finish(item, new Outcome(OutcomeKind.Canceled));
            else if (item.Is(WorkItemFlags.TimedOut))
                RetryLate(item, session, chance: 0);
            else if (!blamed)
                Requeue(item);
            else
                Blame(item, session, end);
        }
    }

    private void Blame(WorkItem item, WorkerSession session, WorkerEnd end)
    {
        WorkerIdentity worker = session.Channel.Worker;
        WorkItemTrouble trouble = TroubleOf(item);
        trouble.Losses.Add(new WorkerLoss(
            item.Attempt, worker.Index, worker.Host, worker.ProcessId, end.Reason, end.ExitCode, end.Signal, end.StandardError));
        if (trouble.Losses.Count >= MaxAttempts(item))
            Finish(item, new Outcome(OutcomeKind.Lost));
        else
            Requeue(item);
    }

    /// <summary>Puts a worker where it is found, by what it holds; and sends away one that is to leave and holds nothing.</summary>
    private void Place(WorkerSession session)
    {
        bool hasRoom = session.HasRoom(MaxTasks(session));
        foreach ((Requirement requirement, WorkerPlace place) in CollectionsMarshal.AsSpan(session.Places))
        {
            if (hasRoom)
                requirement.Workers.Put(place, session.Held);
            else
                requirement.Workers.Remove(place);
        }

        bool isParked = session.Held > 1 && !session.Ended;
        if (isParked != session.Parked.IsIn)
        {
            if (isParked)
                parked.Add(session);
            else
                parked.Remove(session);
        }

        if (session is { Leaving: true, Dismissed: false, Killed: false, Ended: false, Held: 0 } && stopped is null)
        {
            session.Dismissed = true;
            deadlines.Set(session.Watch ??= new Deadline(session), DeadlineKind.Dismissal, clock.Now + DismissalGrace);
            effects.Send(session, new Frame(FrameKind.Stop));
        }
    }

    /// <summary>After how many tasks it is replaced; a thread, which is as good as any other, never is.</summary>
    private long MaxTasks(WorkerSession session) => session.Channel.SharesMemory ? 0 : settings.MaxTasksPerWorker;

    private void AddPlaces(Requirement requirement)
    {
        for (WorkerSession? session = sessions.First; session is not null; session = sessions.After(session))
        {
            if (!session.Ready)
                continue;
            AddPlace(session, requirement);
            Place(session);
        }
    }

    private static void AddPlace(WorkerSession session, Requirement requirement)
    {
        if (!session.Offer.Covers(requirement.Needs))
            return;
        requirement.Capable++;
        session.Places.Add((requirement, new WorkerPlace(session, offersMore: !session.Offer.Equals(requirement.Needs))));
    }
}
