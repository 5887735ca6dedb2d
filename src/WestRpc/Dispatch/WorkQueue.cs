namespace WestRpc.Dispatch;

/// <summary>
/// What waits for a worker, in order of submission. An item that comes back from a lost worker takes its old place,
/// which is before all that were never sent.
/// </summary>
internal sealed class WorkQueue
{
    private readonly WorkItemList fresh = new();
    private readonly SortedSet<WorkItem> returned = new(Comparer<WorkItem>.Create(static (a, b) => a.Order.CompareTo(b.Order)));
    private long lastOrder;

    public int Count => fresh.Count + returned.Count;

    public WorkItem? First => returned.Min ?? fresh.First;

    public void Add(WorkItem item)
    {
        item.Order = ++lastOrder;
        item.State = WorkItemState.Queued;
        fresh.AddLast(item);
    }

    public void Return(WorkItem item)
    {
        item.State = WorkItemState.Queued;
        returned.Add(item);
    }

    public void Remove(WorkItem item)
    {
        if (returned.Count == 0 || !returned.Remove(item))
            fresh.Remove(item);
    }
}
