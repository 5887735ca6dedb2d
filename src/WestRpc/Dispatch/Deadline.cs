namespace WestRpc.Dispatch;

internal enum DeadlineKind : byte
{
    /// <summary>A worker was not heard of for long.</summary>
    Silence,

    /// <summary>A worker was told to end a while ago.</summary>
    Dismissal,

    /// <summary>A retry's delay is over.</summary>
    Delay,

    /// <summary>A task that runs has come to the next of its limits.</summary>
    Running,

    /// <summary>A worker is at one short call for as long as it may be.</summary>
    Hung,

    /// <summary>A task that was told to end did not.</summary>
    Grace,

    /// <summary>Look again whether something is parked behind a task that takes longer than it should.</summary>
    Parked,
}

/// <summary>A time at which the core wants to look at something again.</summary>
internal sealed class Deadline(object? owner)
{
    public object? Owner { get; } = owner;

    public DeadlineKind Kind { get; set; }

    /// <summary>In the core's nanoseconds.</summary>
    public long Due { get; set; }

    /// <summary>Its place in the heap; −1 where it is not armed.</summary>
    public int Place { get; set; } = -1;

    /// <summary>Breaks ties, so that the order is the same each time.</summary>
    public long Order { get; set; }
}
