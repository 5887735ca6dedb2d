namespace WestRpc.Dispatch;

[Flags]
internal enum WorkItemFlags : byte
{
    None = 0,

    /// <summary>Its submitter gave it up.</summary>
    CancelRequested = 1,

    /// <summary>It may lose no worker.</summary>
    AtMostOnce = 2,

    /// <summary>Its worker says so before it begins it; where it has not, it has not begun.</summary>
    ReportsBegin = 4,

    /// <summary>Its worker said that it has begun.</summary>
    Begun = 8,

    /// <summary>Its worker was asked to give it back.</summary>
    Recalled = 16,

    /// <summary>It ran over its limit and is to run again.</summary>
    TimedOut = 32,

    /// <summary>That it takes long was logged.</summary>
    SaidSlow = 64,

    /// <summary>It matters when it begins.</summary>
    Watched = 128,
}

/// <summary>What most items never need: lost workers, retries, deadlines.</summary>
internal sealed class WorkItemTrouble
{
    public WorkItemTrouble(WorkItem item) => Deadline = new Deadline(item);

    public List<WorkerLoss> Losses { get; } = [];

    public int Retries { get; set; }

    /// <summary>The one deadline that an item can have at a time.</summary>
    public Deadline Deadline { get; }

    /// <summary>When its worker began it, in the core's nanoseconds.</summary>
    public long BeganAt { get; set; }
}
