namespace WestRpc.Workers;

/// <summary>
/// A thread that looks, again and again while there is work, whether a worker is held up in a long call. Calls don't wake
/// it: that would cost each a switch of threads. Only the first after a quiet time does.
/// </summary>
/// <param name="name">The thread's name.</param>
/// <param name="look">Looks, and says whether there is work. Called by one thread at a time.</param>
internal sealed class BusyWatch(string name, Func<bool> look)
{
    private const int PeriodMilliseconds = 2;
    private const int QuietPeriods = 25;

    private readonly object bed = new();
    private volatile bool asleep;
    private volatile bool ended;

    public void Start() => new Thread(Run) { Name = name, IsBackground = true }.Start();

    /// <summary>A call has begun; what says so to <c>look</c> was written before, behind a memory barrier.</summary>
    public void CallBegan()
    {
        if (asleep)
            GetUp();
    }

    public void End()
    {
        ended = true;
        GetUp();
    }

    private void GetUp()
    {
        lock (bed)
        {
            asleep = false;
            Monitor.Pulse(bed);
        }
    }

    private void Run()
    {
        int quiet = 0;
        while (!ended)
        {
            Thread.Sleep(PeriodMilliseconds);
            quiet = look() ? 0 : quiet + 1;
            if (quiet <= QuietPeriods)
                continue;
            quiet = 0;
            asleep = true;
            Interlocked.MemoryBarrier();

            // A call that began before it could see the sleeper is seen by him.
            if (look())
                asleep = false;
            lock (bed)
            {
                while (asleep && !ended)
                    Monitor.Wait(bed);
            }
        }
    }
}
