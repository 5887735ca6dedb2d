namespace WestRpc.Dispatch;

/// <summary>
/// What waits for a worker with one priority and one requirement, in order of submission. An item that comes back takes
/// its old place, which is before all that were never sent.
/// </summary>
internal sealed class Lane(int priority, Requirement requirement)
{
    private static readonly Comparer<WorkItem> BySubmission =
        Comparer<WorkItem>.Create(static (a, b) => a == b ? 0 : a.IsBefore(b) ? -1 : 1);

    private readonly WorkItemList fresh = new();
    private readonly SortedSet<WorkItem> returned = new(BySubmission);

    public int Priority { get; } = priority;

    public Requirement Requirement { get; } = requirement;

    /// <summary>Whether its requirement knows it still: one that is not is empty, and another takes its place.</summary>
    public bool IsKept { get; set; } = true;

    public WorkItem? First => returned.Count > 0 ? returned.Min : fresh.First;

    public void Add(WorkItem item)
    {
        item.State = WorkItemState.Queued;
        fresh.AddLast(item);
        Requirement.Queued++;
    }

    public void Return(WorkItem item)
    {
        item.State = WorkItemState.Queued;
        returned.Add(item);
        Requirement.Queued++;
    }

    public void Remove(WorkItem item)
    {
        if (returned.Count == 0 || !returned.Remove(item))
            fresh.Remove(item);
        Requirement.Queued--;
    }
}
