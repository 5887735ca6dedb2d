namespace WestRpc.Simulation;

/// <summary>What is to happen, in order of time; at one time in the order in which it was asked for.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, (long Time, long Order)> queue = new();
    private long lastOrder;

    public long Now { get; private set; }

    public void At(long time, Action action) => queue.Enqueue(action, (Math.Max(time, Now), ++lastOrder));

    public void After(long delay, Action action) => At(Now + delay, action);

    /// <summary>Does the next thing; false where there is none.</summary>
    public bool Step()
    {
        if (!queue.TryDequeue(out Action? action, out (long Time, long Order) key))
            return false;
        Now = key.Time;
        action();
        return true;
    }
}
