namespace WestRpc.Dispatch;

/// <summary>Counts the tasks that are submitted and not done, against a bound; 0 is none.</summary>
internal sealed class PendingLimit(int most)
{
    private int pending;
    private volatile TaskCompletionSource? waiting;

    public int Most => most;

    /// <summary>Counts one more, if there is room.</summary>
    public bool TryEnter()
    {
        if (most == 0 || Interlocked.Increment(ref pending) <= most)
            return true;
        Leave();
        return false;
    }

    /// <summary>So many are done.</summary>
    public void Leave(int count = 1)
    {
        if (most == 0 || count == 0)
            return;
        Interlocked.Add(ref pending, -count);
        if (waiting is { } waiters && Interlocked.CompareExchange(ref waiting, null, waiters) == waiters)
            waiters.TrySetResult();
    }

    /// <summary>Waits until there is room; another may be faster to take it.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (most > 0 && Volatile.Read(ref pending) >= most)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            TaskCompletionSource waiters = Interlocked.CompareExchange(ref waiting, mine, null) ?? mine;

            // One that left before it could see the waiters is seen by them.
            if (Volatile.Read(ref pending) < most)
                return;
            await waiters.Task.WaitAsync(cancellation);
        }
    }
}
