namespace WestRpc.Dispatch;

/// <summary>
/// Gives each assignment a number that is never used again: a slot and the slot's generation, so that a frame of an
/// earlier assignment finds nothing.
/// </summary>
internal sealed class LeaseTable
{
    private readonly Stack<int> free = new();
    private (WorkItem? Item, uint Generation)[] slots = new (WorkItem?, uint)[64];
    private int used;

    /// <summary>How many are open.</summary>
    public int Count => used - free.Count;

    public ulong Open(WorkItem item)
    {
        if (!free.TryPop(out int slot))
        {
            slot = used++;
            if (slot == slots.Length)
                Array.Resize(ref slots, 2 * slots.Length);
        }

        uint generation = ++slots[slot].Generation;
        slots[slot].Item = item;
        item.Slot = slot;
        return Number(slot, generation);
    }

    public ulong NumberOf(WorkItem item) => Number(item.Slot, slots[item.Slot].Generation);

    /// <summary>The item with that lease, if it is open and held by that worker.</summary>
    public WorkItem? Find(ulong lease, WorkerSession holder)
    {
        int slot = (int)(lease & uint.MaxValue);
        if ((uint)slot >= (uint)used || slots[slot].Generation != (uint)(lease >> 32))
            return null;
        WorkItem? item = slots[slot].Item;
        return item is not null && ReferenceEquals(item.Session, holder) ? item : null;
    }

    public void Close(WorkItem item)
    {
        slots[item.Slot].Item = null;
        free.Push(item.Slot);
    }

    private static ulong Number(int slot, uint generation) => ((ulong)generation << 32) | (uint)slot;
}
