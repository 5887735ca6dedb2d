using System.Numerics;

namespace WestRpc.Dispatch;

/// <summary>A worker's place in one <see cref="WorkersByLoad"/>.</summary>
internal sealed class WorkerPlace(WorkerSession session, bool offersMore)
{
    public WorkerSession Session { get; } = session;

    /// <summary>Whether it has more to offer than is asked for here: it comes after those that have not.</summary>
    public bool OffersMore { get; } = offersMore;

    internal WorkerPlace? Next;
    internal WorkerPlace? Previous;
    internal int Row = -1;
}

/// <summary>
/// The workers that have room, by how many calls they hold: the one with the fewest is found, and any is moved, in
/// constant time. Among equals the one that has waited longest comes first; but of those that hold nothing the one that
/// worked last: what it needs is in the caches still, and the others sleep on.
/// </summary>
internal sealed class WorkersByLoad
{
    private Row[] rows = Empty(64);

    // A bit for each row that is not empty: a worker that holds thousands is found in a few steps.
    private ulong[] occupied = new ulong[1];

    /// <summary>How many of them hold nothing.</summary>
    public int Idle { get; private set; }

    public WorkerSession? Least
    {
        get
        {
            int i = 0;
            if (occupied[0] == 0 && (i = occupied.AsSpan().IndexOfAnyExcept(0UL)) < 0)
                return null;
            return rows[(64 * i) + BitOperations.TrailingZeroCount(occupied[i])].First!.Session;
        }
    }

    public void Put(WorkerPlace place, int held)
    {
        int at = (2 * held) + (place.OffersMore ? 1 : 0);
        if (held == 0 && place.Row == at)
            return;
        Remove(place);
        if (at >= rows.Length)
            Grow(at);
        place.Row = at;
        if (held == 0 && place.Session.Completed > 0)
            rows[at].AddFirst(place);
        else
            rows[at].AddLast(place);
        occupied[at / 64] |= 1UL << at;
        if (at < 2)
            Idle++;
    }

    public void Remove(WorkerPlace place)
    {
        if (place.Row < 0)
            return;
        Row row = rows[place.Row];
        if (place.Previous is null)
            row.First = place.Next;
        else
            place.Previous.Next = place.Next;
        if (place.Next is null)
            row.Last = place.Previous;
        else
            place.Next.Previous = place.Previous;
        if (row.First is null)
            occupied[place.Row / 64] &= ~(1UL << place.Row);
        if (place.Row < 2)
            Idle--;
        place.Next = place.Previous = null;
        place.Row = -1;
    }

    private void Grow(int wanted)
    {
        int size = rows.Length;
        while (size <= wanted)
            size *= 2;
        rows = [.. rows, .. Empty(size - rows.Length)];
        Array.Resize(ref occupied, size / 64);
    }

    private static Row[] Empty(int count) => [.. Enumerable.Range(0, count).Select(static _ => new Row())];

    /// <summary>Those that hold equally many.</summary>
    private sealed class Row
    {
        public WorkerPlace? First;
        public WorkerPlace? Last;

        public void AddFirst(WorkerPlace place)
        {
            place.Next = First;
            if (First is null)
                Last = place;
            else
                First.Previous = place;
            First = place;
        }

        public void AddLast(WorkerPlace place)
        {
            place.Previous = Last;
            if (Last is null)
                First = place;
            else
                Last.Next = place;
            Last = place;
        }
    }
}
