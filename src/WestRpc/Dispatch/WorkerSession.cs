using WestRpc.Transports;

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
    private const int MaxHeld = 2_048;
    private const long MaxBytes = 4 << 20;

    private readonly HashSet<ushort> defined = [];
    private long heldTime;
    private long heldBytes;

    public IWorkerChannel Channel { get; } = channel;

    /// <summary>The leases in the order in which they were given.</summary>
    public WorkItemList Leases { get; } = new();

    public int Held => Leases.Count;

    /// <summary>Whether its only lease is one that runs alone.</summary>
    public bool Alone { get; private set; }

    public bool Ready { get; set; }

    public bool Ended { get; set; }

    /// <summary>Whether the driver has yet to flush its channel.</summary>
    public bool Touched { get; set; }

    // The list that it is in, by how much room it has (see SessionList).
    internal SessionList? List;
    internal WorkerSession? Next;
    internal WorkerSession? Previous;

    /// <summary>Whether it may hold one more call, with <paramref name="share"/> as its fair part of what is queued.</summary>
    public bool HasRoom(int share) =>
        Ready && !Ended && !Alone &&
        (Held == 0 ||
         (Held <= share && Held < MaxHeld && heldBytes < MaxBytes &&
          (heldTime < Window || (Held == 1 && heldTime < SecondWindow))));

    /// <summary>Whether the task's name is to be sent before its number can be used.</summary>
    public bool Define(TaskKind kind) => defined.Add(kind.Number);

    public void Give(WorkItem item)
    {
        Alone = item.RunsAlone;
        item.Session = this;
        item.Estimate = item.Kind!.Estimate;
        heldTime += item.Estimate;
        heldBytes += item.Body.Length;
        Leases.AddLast(item);
    }

    public void Take(WorkItem item)
    {
        Alone = false;
        item.Session = null;
        heldTime -= item.Estimate;
        heldBytes -= item.Body.Length;
        Leases.Remove(item);
    }
}
