namespace WestRpc.Dispatch;

/// <summary>A list of items from which any is removed in constant time; an item is in one at a time.</summary>
internal sealed class WorkItemList
{
    public WorkItem? First { get; private set; }

    public WorkItem? Last { get; private set; }

    public int Count { get; private set; }

    public void AddLast(WorkItem item)
    {
        item.Previous = Last;
        item.Next = null;
        if (Last is null)
            First = item;
        else
            Last.Next = item;
        Last = item;
        Count++;
    }

    public void Remove(WorkItem item)
    {
        if (item.Previous is null)
            First = item.Next;
        else
            item.Previous.Next = item.Next;
        if (item.Next is null)
            Last = item.Previous;
        else
            item.Next.Previous = item.Previous;
        item.Next = item.Previous = null;
        Count--;
    }
}
