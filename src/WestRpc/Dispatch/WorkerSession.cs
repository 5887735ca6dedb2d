using WestRpc.Transports;
using WestRpc.Workers;

namespace WestRpc.Dispatch;

/// <summary>
/// The core's view of one worker from its joining to its end: the leases that it holds and the room that it has. The
/// channel is only a name here; the driver sends on it.
/// </summary>
internal sealed class WorkerSession(IWorkerChannel channel)
{
    // A worker holds enough short calls to hide the way to the master and back, and one more of medium length;
    // behind a long one nothing waits. Measured on a loaded two-core machine, where a wake-up may take a millisecond.
    private const long Window = 2_000_000;
    private const long SecondWindow = 20_000_000;

    // What lasts no longer than a message's way is not worth sharing more evenly: with many workers each would get a call at a time.
    private const long Brief = 200_000;
    private const int MaxHeld = 2_048;
    private const long MaxBytes = 4 << 20;

    // From so many on it is filled, left alone until a part is done, and filled again: few large frames instead of many small ones.
    private const int Many = 16;
    private const int WorthSending = 128;

    private bool[] defined = new bool[16];
    private long heldBytes;
    private int filledTo;

    public IWorkerChannel Channel { get; } = channel;

    /// <summary>What it has to offer to tasks that ask.</summary>
    public ResourceSet Offer { get; } = channel.Offer;

    /// <summary>The leases in the order in which they were given, which is the order in which it runs them.</summary>
    public WorkItemList Leases { get; } = new();

    public int Held => Leases.Count;

    /// <summary>The estimates of all that it holds, in nanoseconds.</summary>
    public long HeldTime { get; private set; }

    /// <summary>Whether its only lease is one that runs alone.</summary>
    public bool Alone { get; private set; }

    public bool Ready { get; set; }

    public bool Ended { get; set; }

    /// <summary>Nothing is given to it any more: it is to be replaced, or is being killed.</summary>
    public bool Leaving { get; set; }

    /// <summary>It was told to end; that it is gone is still to come.</summary>
    public bool Dismissed { get; set; }

    /// <summary>It is being killed; that it is gone is still to come.</summary>
    public bool Killed { get; set; }

    /// <summary>Calls that it has ended.</summary>
    public long Completed { get; set; }

    /// <summary>When it was last heard of, in the core's nanoseconds.</summary>
    public long HeardAt { get; set; }

    /// <summary>When it last went on to the call that is now its first.</summary>
    public long FirstSince { get; set; }

    /// <summary>For its silence, or, once it was told to end, for its end.</summary>
    public Deadline? Watch { get; set; }

    /// <summary>For calls that don't say when they begin; met, and set again, seldom.</summary>
    public Deadline? Hang { get; set; }

    /// <summary>Its places among those that have what a requirement asks for.</summary>
    public List<(Requirement Requirement, WorkerPlace Place)> Places { get; } = [];

    /// <summary>Whether the driver has yet to flush its channel.</summary>
    public bool Touched { get; set; }

    /// <summary>Its number in a record of the run; 0 before it is in one.</summary>
    public int Number { get; set; }

    // All workers, and those that hold more than they run (see SessionList).
    internal SessionLink All;
    internal SessionLink Parked;

    /// <summary>
    /// Whether it may hold one more while others have few; <paramref name="share"/> is how many it may hold besides the one that
    /// it runs.
    /// </summary>
    public bool MayPrefetch(int share) => Held <= share || HeldTime < Brief;

    /// <summary>Whether it may hold one more call.</summary>
    public bool HasRoom(long maxTasks) =>
        Ready && !Ended && !Leaving && !Alone && (maxTasks == 0 || Completed + Held < maxTasks) &&
        (Held == 0 || (filledTo == 0 && HasCredit));

    private bool HasCredit =>
        Held < MaxHeld && heldBytes < MaxBytes && (HeldTime < Window || (Held == 1 && HeldTime < SecondWindow));

    /// <summary>Whether the task's name is to be sent before its number can be used.</summary>
    public bool Define(TaskKind kind)
    {
        if (kind.Number >= defined.Length)
            Array.Resize(ref defined, 2 * kind.Number);
        bool isNew = !defined[kind.Number];
        defined[kind.Number] = true;
        return isNew;
    }

    /// <summary>Adds a call; <paramref name="share"/> as for <see cref="MayPrefetch"/>.</summary>
    public void Give(WorkItem item, int share)
    {
        Alone = item.RunsAlone;
        item.Session = this;
        item.Estimate = item.Kind!.Estimate;
        HeldTime += (long)item.Estimate;
        heldBytes += item.Body.Length;
        Leases.AddLast(item);
        if (Held >= Many && !(HasCredit && MayPrefetch(share)))
            filledTo = Held;
    }

    /// <summary>Nobody else waits any more for a call that it runs still: what it needed for another attempt is given up.</summary>
    public void Unload(WorkItem item)
    {
        heldBytes -= item.Body.Length;
        item.Body = default;
    }

    public void Take(WorkItem item)
    {
        Alone = false;
        item.Session = null;
        HeldTime -= (long)item.Estimate;
        heldBytes -= item.Body.Length;
        Leases.Remove(item);
        if (Held < Many || Held <= RestOf(filledTo))
            filledTo = 0;
    }

    /// <summary>What is left of those when it is filled again: the half of few, three quarters of many.</summary>
    private static int RestOf(int filled) => filled - Math.Max(filled / 4, Math.Min(filled / 2, WorthSending));
}
