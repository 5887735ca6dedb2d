namespace WestRpc.Dispatch;

/// <summary>A list of workers from which any is removed in constant time; a worker is in one at a time.</summary>
internal sealed class SessionList
{
    private WorkerSession? last;

    public WorkerSession? First { get; private set; }

    public void AddLast(WorkerSession session)
    {
        session.List = this;
        session.Previous = last;
        session.Next = null;
        if (last is null)
            First = session;
        else
            last.Next = session;
        last = session;
    }

    public static void Remove(WorkerSession session)
    {
        if (session.List is not { } list)
            return;
        if (session.Previous is null)
            list.First = session.Next;
        else
            session.Previous.Next = session.Next;
        if (session.Next is null)
            list.last = session.Previous;
        else
            session.Next.Previous = session.Previous;
        session.List = null;
        session.Next = session.Previous = null;
    }
}
