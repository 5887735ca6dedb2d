using WestRpc.Workers;

namespace WestRpc.Dispatch;

/// <summary>A set of resources that tasks ask for: the workers that have them, and the calls that wait for one of those.</summary>
internal sealed class Requirement(ResourceSet needs)
{
    // A lane is in both or in neither. The queue has the highest priority first; a lane that became empty leaves it when it
    // comes to the front, so that a program may give each call a priority of its own.
    private readonly Dictionary<int, Lane> lanes = [];
    private readonly PriorityQueue<Lane, int> queue = new();

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

    /// <summary>The oldest call of the highest priority.</summary>
    public WorkItem? First
    {
        get
        {
            if (Queued == 0)
                return null;
            while (true)
            {
                Lane lane = queue.Peek();
                if (lane.First is { } item)
                    return item;
                lane.IsKept = false;
                lanes.Remove(lane.Priority);
                queue.Dequeue();
            }
        }
    }

    /// <summary>Puts a call back into its old place.</summary>
    public void Return(WorkItem item)
    {
        item.Lane = LaneFor(item.Lane!.Priority);
        item.Lane.Return(item);
    }

    public Lane LaneFor(int priority)
    {
        if (!lanes.TryGetValue(priority, out Lane? lane))
        {
            lanes.Add(priority, lane = new Lane(priority, this));
            queue.Enqueue(lane, ~priority);
        }

        return lane;
    }
}
