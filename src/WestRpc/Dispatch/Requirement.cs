using WestRpc.Workers;

namespace WestRpc.Dispatch;

/// <summary>A set of resources that tasks ask for, and the workers that have them.</summary>
internal sealed class Requirement(ResourceSet needs)
{
    public ResourceSet Needs { get; } = needs;

    /// <summary>Those of them that have room.</summary>
    public WorkersByLoad Workers { get; } = new();

    /// <summary>How many there are, with room or without.</summary>
    public int Capable { get; set; }

    /// <summary>How many calls wait for one of them.</summary>
    public int Queued { get; set; }

    /// <summary>How many of them were asked back from workers that hold them and have not answered.</summary>
    public int Recalls { get; set; }

    /// <summary>How many calls a worker may hold besides the one that it runs: towards the end of the queue fewer and fewer.</summary>
    public int Share => Queued / (2 * Math.Max(1, Capable));
}
