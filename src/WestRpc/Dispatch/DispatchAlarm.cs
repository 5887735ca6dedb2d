namespace WestRpc.Dispatch;

/// <summary>Wakes the dispatcher when its core wants to be: a thread of its own, so that a pool that is busy can't delay it.</summary>
internal sealed class DispatchAlarm(Action ring) : IDisposable
{
    private readonly object gate = new();
    private Thread? thread;
    private long due = long.MaxValue;
    private long sleepsUntil = long.MaxValue;
    private bool ended;

    /// <summary>When to ring next, by <see cref="MonotonicClock"/>; <see cref="long.MaxValue"/> for never.</summary>
    public void Set(long time)
    {
        // Later than before: the thread finds out when it wakes.
        if (Volatile.Read(ref due) == time || Interlocked.Exchange(ref due, time) == time || time >= Volatile.Read(ref sleepsUntil))
            return;
        lock (gate)
        {
            if (thread is null && !ended)
            {
                thread = new Thread(Run) { Name = "westrpc alarm", IsBackground = true };
                thread.Start();
            }

            Monitor.Pulse(gate);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            Monitor.Pulse(gate);
        }
    }

    private void Run()
    {
        while (Sleep())
            ring();
    }

    /// <summary>Sleeps until it is time; false at the end.</summary>
    private bool Sleep()
    {
        lock (gate)
        {
            while (!ended)
            {
                long until = Volatile.Read(ref due);
                Volatile.Write(ref sleepsUntil, until);
                if (Interlocked.CompareExchange(ref due, until, until) != until)
                    continue; // Set just now, and not seen by whoever set it.
                long left = until - MonotonicClock.Now;
                if (left <= 0)
                {
                    Interlocked.CompareExchange(ref due, long.MaxValue, until);
                    return true;
                }

                Monitor.Wait(gate, until == long.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Min(left / 1e6 + 1, int.MaxValue)));
            }

            return false;
        }
    }
}
