namespace WestRpc.Dispatch;

/// <summary>
/// Completes submissions on the thread pool, where what the user awaits goes on. One visit of the pool's completes many, so
/// that a small call does not cost one of its own; what the user does there may take as long as it likes, since another visit
/// is asked for before each while others wait.
/// </summary>
internal sealed class CompletionQueue : IThreadPoolWorkItem
{
    // Then other work of the pool's has its turn.
    private const int MostInOneVisit = 512;

    private readonly Lock gate = new();
    private readonly List<(WorkItem Item, Outcome Outcome)> ended = [];
    private readonly Queue<(WorkItem Item, Outcome Outcome)> waiting = new();
    private bool isVisitDue;

    /// <summary>Takes a submission that has ended, for the next <see cref="Flush"/>; one thread at a time.</summary>
    public void Add(WorkItem item, in Outcome outcome) => ended.Add((item, outcome));

    /// <summary>Completes soon what was added; by the thread that adds.</summary>
    public void Flush()
    {
        if (ended.Count == 0)
            return;
        bool isDue;
        lock (gate)
        {
            foreach ((WorkItem, Outcome) each in ended)
                waiting.Enqueue(each);
            isDue = isVisitDue;
            isVisitDue = true;
        }

        ended.Clear();
        if (!isDue)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (gate)
            isVisitDue = false;
        for (int i = 0; i < MostInOneVisit; i++)
        {
            (WorkItem Item, Outcome Outcome) next;
            bool isMissing;
            lock (gate)
            {
                if (!waiting.TryDequeue(out next))
                    return;
                isMissing = waiting.Count > 0 && !isVisitDue;
                isVisitDue |= isMissing;
            }

            if (isMissing)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            next.Item.Complete(next.Outcome);
        }
    }
}
