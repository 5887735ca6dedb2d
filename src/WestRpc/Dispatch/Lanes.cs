namespace WestRpc.Dispatch;

/// <summary>All that waits, by what it needs of its worker and by priority.</summary>
internal sealed class Lanes
{
    private readonly List<Requirement> requirements = [];
    private Lane? latest;
    private uint lastOrder;

    /// <summary>In the order in which they were first asked for; a program has a handful at most.</summary>
    public IReadOnlyList<Requirement> Requirements => requirements;

    /// <summary>Calls that wait.</summary>
    public int Count => requirements.Sum(static r => r.Queued);

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

    /// <summary>Adds a new call; returns the requirement if it was never asked for before.</summary>
    public Requirement? Add(WorkItem item, TaskPolicy policy)
    {
        Requirement? added = null;
        if (latest is not { IsKept: true } || latest.Priority != policy.Priority || !latest.Requirement.Needs.Equals(policy.Needs))
            latest = RequirementFor(policy, out added).LaneFor(policy.Priority);
        item.Order = ++lastOrder;
        item.Lane = latest;
        latest.Add(item);
        return added;
    }

    /// <summary>
    /// What is to be given out next, and to whom: the highest priority first, in one priority the oldest, and what can't
    /// be placed now holds up nobody behind it that needs something else.
    /// </summary>
    public bool TryMatch(out WorkItem item, out WorkerSession session)
    {
        item = null!;
        session = null!;
        foreach (Requirement requirement in requirements)
        {
            if (requirement.First is { } first && (item is null || first.GoesBefore(item)) && WorkerFor(first) is { } worker)
                (item, session) = (first, worker);
        }

        return item is not null;
    }

    /// <summary>Takes out any that waits; null where none does.</summary>
    public WorkItem? TakeAny()
    {
        foreach (Requirement requirement in requirements)
        {
            if (requirement.First is { } item)
            {
                item.Lane!.Remove(item);
                return item;
            }
        }

        return null;
    }

    private Requirement RequirementFor(TaskPolicy policy, out Requirement? added)
    {
        added = null;
        Requirement? requirement = requirements.Find(r => r.Needs.Equals(policy.Needs));
        if (requirement is null)
            requirements.Add(requirement = added = new Requirement(policy.Needs));
        return requirement;
    }

    /// <summary>An idle worker, or one that may prefetch. What is to run alone waits for an idle one.</summary>
    private WorkerSession? WorkerFor(WorkItem item)
    {
        Requirement requirement = item.Lane!.Requirement;
        WorkerSession? session = requirement.Workers.Least;
        return session is null || session.Held == 0 ||
            (!item.RunsAlone && session.MayPrefetch(requirement.Share) && !IsToBecomeIdle(session, item)) ? session : null;
    }

    /// <summary>Whether something that comes before the item waits for such a worker to be idle: it never were while it prefetches.</summary>
    private bool IsToBecomeIdle(WorkerSession session, WorkItem item)
    {
        foreach (Requirement requirement in requirements)
        {
            if (requirement.First is { RunsAlone: true } first && first.GoesBefore(item) && session.Offer.Covers(requirement.Needs))
                return true;
        }

        return false;
    }
}
