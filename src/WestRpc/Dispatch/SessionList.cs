namespace WestRpc.Dispatch;

/// <summary>A worker's neighbours in one list.</summary>
internal struct SessionLink
{
    public WorkerSession? Next;
    public WorkerSession? Previous;
    public bool IsIn;
}

/// <summary>A list of workers from which any is removed in constant time, in the order in which they came.</summary>
/// <param name="link">Which of a worker's links is this list's.</param>
internal sealed class SessionList(SessionList.LinkOf link)
{
    private WorkerSession? last;

    public delegate ref SessionLink LinkOf(WorkerSession session);

    public WorkerSession? First { get; private set; }

    public int Count { get; private set; }

    public WorkerSession? After(WorkerSession session) => link(session).Next;

    public void Add(WorkerSession session)
    {
        ref SessionLink own = ref link(session);
        if (own.IsIn)
            return;
        own = new SessionLink { Previous = last, IsIn = true };
        if (last is null)
            First = session;
        else
            link(last).Next = session;
        last = session;
        Count++;
    }

    public void Remove(WorkerSession session)
    {
        ref SessionLink own = ref link(session);
        if (!own.IsIn)
            return;
        if (own.Previous is null)
            First = own.Next;
        else
            link(own.Previous).Next = own.Next;
        if (own.Next is null)
            last = own.Previous;
        else
            link(own.Next).Previous = own.Previous;
        own = default;
        Count--;
    }
}
