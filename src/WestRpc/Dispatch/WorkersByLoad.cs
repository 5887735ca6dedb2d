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
/// constant time. Among equals the one that has waited longest comes first.
/// </summary>
internal sealed class WorkersByLoad
{
    private readonly List<(WorkerPlace? First, WorkerPlace? Last)> rows = [];
    private int least;

    /// <summary>How many of them hold nothing.</summary>
    public int Idle { get; private set; }

    public WorkerSession? Least
    {
        get
        {
            while (least < rows.Count)
            {
                if (rows[least].First is { } place)
                    return place.Session;
                least++;
            }

            return null;
        }
    }

    public void Put(WorkerPlace place, int held)
    {
        Remove(place);
        int row = (2 * held) + (place.OffersMore ? 1 : 0);
        while (rows.Count <= row)
            rows.Add(default);
        (WorkerPlace? first, WorkerPlace? last) = rows[row];
        place.Previous = last;
        place.Row = row;
        if (last is not null)
            last.Next = place;
        rows[row] = (first ?? place, place);
        least = Math.Min(least, row);
        if (row < 2)
            Idle++;
    }

    public void Remove(WorkerPlace place)
    {
        if (place.Row < 0)
            return;
        (WorkerPlace? first, WorkerPlace? last) = rows[place.Row];
        if (place.Previous is not null)
            place.Previous.Next = place.Next;
        if (place.Next is not null)
            place.Next.Previous = place.Previous;
        rows[place.Row] = (first == place ? place.Next : first, last == place ? place.Previous : last);
        if (place.Row < 2)
            Idle--;
        place.Next = place.Previous = null;
        place.Row = -1;
    }
}
