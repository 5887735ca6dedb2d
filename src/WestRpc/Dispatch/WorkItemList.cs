namespace WestRpc.Dispatch;

/// <summary>A list of items from which any is removed in constant time; an item is in one at a time.</summary>
internal sealed class WorkItemList
{
    private WorkItem? last;

    public WorkItem? First { get; private set; }

    public int Count { get; private set; }

    public void AddLast(WorkItem item)
    {
        item.Previous = last;
        item.Next = null;
        if (last is null)
            First = item;
        else
            last.Next = item;
        last = item;
        Count++;
    }

    public void Remove(WorkItem item)
    {
        if (item.Previous is null)
            First = item.Next;
        else
            item.Previous.Next = item.Next;
        if (item.Next is null)
            last = item.Previous;
        else
            item.Next.Previous = item.Previous;
        item.Next = item.Previous = null;
        Count--;
    }
}
