using System.Collections.Concurrent;
using WestRpc.Programs.Interop;

namespace WestRpc.Programs;

/// <summary>
/// A thread that waits for a program, with what wakes it. It is kept for the next program, so there are as many as programs ran
/// at once. What awaits a program goes on here, which costs no switch to another thread.
/// </summary>
internal sealed class ProgramThread
{
    private static readonly ConcurrentStack<ProgramThread> Idle = new();

    private readonly object gate = new();
    private readonly int wake;
    private Action<ProgramThread>? work;

    private ProgramThread(int wake)
    {
        this.wake = wake;
        new Thread(Run) { Name = "westrpc program", IsBackground = true }.Start();
    }

    /// <summary>Becomes readable at <see cref="Wake"/>.</summary>
    public int WakeDescriptor => wake;

    /// <exception cref="IOException">There are no descriptors left.</exception>
    public static ProgramThread Take()
    {
        if (Idle.TryPop(out ProgramThread? thread))
            return thread;
        int wake = Libc.CreateEvent();
        return wake >= 0 ? new ProgramThread(wake) : throw new IOException("No more files can be opened (ulimit -n).");
    }

    /// <summary>It was taken and is not needed.</summary>
    public void Return() => Idle.Push(this);

    /// <summary>Does the work, and returns itself.</summary>
    public void Begin(Action<ProgramThread> action)
    {
        lock (gate)
        {
            work = action;
            Monitor.Pulse(gate);
        }
    }

    public void Wake() => Libc.SignalEvent(wake);

    private void Run()
    {
        while (true)
        {
            Action<ProgramThread> next;
            lock (gate)
            {
                while (work is null)
                    Monitor.Wait(gate);
                (next, work) = (work, null);
            }

            next(this);
            Return();
        }
    }
}
