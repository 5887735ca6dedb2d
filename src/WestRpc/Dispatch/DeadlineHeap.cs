namespace WestRpc.Dispatch;

/// <summary>All armed deadlines, the earliest first: a binary heap in which each knows its place.</summary>
internal sealed class DeadlineHeap
{
    private Deadline[] heap = new Deadline[16];
    private long lastOrder;

    public int Count { get; private set; }

    public Deadline? First => Count > 0 ? heap[0] : null;

    /// <summary>Arms a deadline, or moves one that is armed.</summary>
    public void Set(Deadline deadline, DeadlineKind kind, long due)
    {
        Clear(deadline);
        deadline.Kind = kind;
        deadline.Due = due;
        deadline.Order = ++lastOrder;
        if (Count == heap.Length)
            Array.Resize(ref heap, 2 * heap.Length);
        Rise(deadline, Count++);
    }

    public void Clear(Deadline? deadline)
    {
        if (deadline is not { Place: >= 0 })
            return;
        int place = deadline.Place;
        deadline.Place = -1;
        Deadline last = heap[--Count];
        heap[Count] = null!;
        if (last == deadline)
            return;
        if (place > 0 && IsBefore(last, heap[(place - 1) / 2]))
            Rise(last, place);
        else
            Sink(last, place);
    }

    private void Rise(Deadline deadline, int place)
    {
        while (place > 0 && IsBefore(deadline, heap[(place - 1) / 2]))
        {
            Put(heap[(place - 1) / 2], place);
            place = (place - 1) / 2;
        }

        Put(deadline, place);
    }

    private void Sink(Deadline deadline, int place)
    {
        while (true)
        {
            int child = (2 * place) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && IsBefore(heap[child + 1], heap[child]))
                child++;
            if (!IsBefore(heap[child], deadline))
                break;
            Put(heap[child], place);
            place = child;
        }

        Put(deadline, place);
    }

    private void Put(Deadline deadline, int place)
    {
        heap[place] = deadline;
        deadline.Place = place;
    }

    private static bool IsBefore(Deadline a, Deadline b) => a.Due < b.Due || (a.Due == b.Due && a.Order < b.Order);
}
