namespace WestRpc.Dispatch;

/// <summary>All that waits, by priority and requirement; a program has a handful of those at most.</summary>
internal sealed class Lanes
{
    private readonly List<Lane> lanes = [];
    private readonly List<Requirement> requirements = [];
    private uint lastOrder;

    /// <summary>In the order in which they were first asked for.</summary>
    public IReadOnlyList<Requirement> Requirements => requirements;

    /// <summary>Calls that wait.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (Requirement requirement in requirements)
                count += requirement.Queued;
            return count;
        }
    }

    /// <summary>Whether some worker has nothing to do, and was not thought of yet.</summary>
    public bool HasIdleWorkers
    {
        get
        {
            foreach (Requirement requirement in requirements)
            {
                if (requirement.Workers.Idle > requirement.Recalls)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The lane for calls with that policy; <paramref name="added"/> is a requirement that was never asked for before.</summary>
    public Lane For(TaskPolicy policy, out Requirement? added)
    {
        added = null;
        foreach (Lane known in lanes)
        {
            if (known.Priority == policy.Priority && known.Requirement.Needs.Equals(policy.Needs))
                return known;
        }

        Requirement? requirement = requirements.Find(r => r.Needs.Equals(policy.Needs));
        if (requirement is null)
            requirements.Add(requirement = added = new Requirement(policy.Needs));
        var lane = new Lane(policy.Priority, requirement);
        int at = lanes.FindIndex(l => l.Priority < lane.Priority);
        lanes.Insert(at < 0 ? lanes.Count : at, lane);
        return lane;
    }

    public void Add(WorkItem item)
    {
        item.Order = ++lastOrder;
        item.Lane!.Add(item);
    }

    /// <summary>
    /// What is to be given out next, and to whom: the highest priority first, in one priority the oldest, and what can't
    /// be placed now holds up nobody behind it.
    /// </summary>
    public bool TryMatch(out WorkItem item, out WorkerSession session)
    {
        if (lanes.Count == 1)
        {
            item = lanes[0].First!;
            session = item is null ? null! : WorkerFor(item)!;
            return session is not null;
        }

        (WorkItem Item, WorkerSession Session)? best = null;
        foreach (Lane lane in lanes)
        {
            if (best is { } found && lane.Priority < found.Item.Lane!.Priority)
                break;
            if (lane.First is { } first && (best is null || first.IsBefore(best.Value.Item)) && WorkerFor(first) is { } worker)
                best = (first, worker);
        }

        (item, session) = best ?? default;
        return best is not null;
    }

    /// <summary>Takes out any that waits; null where none does.</summary>
    public WorkItem? TakeAny()
    {
        foreach (Lane lane in lanes)
        {
            if (lane.First is { } item)
            {
                lane.Remove(item);
                return item;
            }
        }

        return null;
    }

    /// <summary>An idle worker, or one that may prefetch. What is to run alone waits for an idle one.</summary>
    private WorkerSession? WorkerFor(WorkItem item)
    {
        Requirement requirement = item.Lane!.Requirement;
        WorkerSession? session = requirement.Workers.Least;
        return session is null || session.Held == 0 ||
            (!item.RunsAlone && session.Held <= requirement.Share && !IsToBecomeIdle(session, item)) ? session : null;
    }

    /// <summary>Whether something that comes before the item waits for such a worker to be idle: it never were while it prefetches.</summary>
    private bool IsToBecomeIdle(WorkerSession session, WorkItem item)
    {
        foreach (Lane lane in lanes)
        {
            if (lane.Priority < item.Lane!.Priority)
                break;
            if (lane.First is { RunsAlone: true } first && (lane.Priority > item.Lane.Priority || first.IsBefore(item)) &&
                session.Offer.Covers(lane.Requirement.Needs))
                return true;
        }

        return false;
    }
}
