using System.Diagnostics;

namespace WestRpc.Transports.Processes;

/// <summary>
/// A thread that runs actions one after the other, each when it is due, and lives until it is disposed. The kernel's
/// parent-death signal comes when the thread that started a child ends, so children are started from here only.
/// </summary>
internal sealed class LastingThread : IDisposable
{
    private readonly object gate = new();
    private readonly PriorityQueue<Action, (long Due, long Order)> actions = new();
    private readonly Thread thread;
    private long order;
    private bool ending;

    public LastingThread(string name)
    {
        thread = new Thread(Run) { Name = name, IsBackground = true };
        thread.Start();
    }

    public void Post(Action action) => Post(action, TimeSpan.Zero);

    public void Post(Action action, TimeSpan delay)
    {
        lock (gate)
        {
            actions.Enqueue(action, (Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency), order++));
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Ends the thread after the action that runs; later ones never do.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            ending = true;
            Monitor.Pulse(gate);
        }

        if (thread != Thread.CurrentThread)
            thread.Join();
    }

    private void Run()
    {
        while (Next() is { } action)
            action();
    }

    private Action? Next()
    {
        lock (gate)
        {
            while (!ending)
            {
                TimeSpan wait = Timeout.InfiniteTimeSpan;
                if (actions.TryPeek(out _, out (long Due, long Order) first))
                {
                    wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), first.Due);
                    if (wait <= TimeSpan.Zero)
                        return actions.Dequeue();
                    wait += TimeSpan.FromMilliseconds(1);
                }

                Monitor.Wait(gate, wait);
            }

            return null;
        }
    }
}
