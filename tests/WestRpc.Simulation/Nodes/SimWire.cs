namespace WestRpc.Simulation.Nodes;

/// <summary>One direction of a connection between a node and the master: ordered, slow, and cut after a prefix of what was sent.</summary>
/// <param name="simulation">The schedule.</param>
/// <param name="random">Its chance.</param>
/// <param name="opensAt">From when on something comes out of it, and is read.</param>
/// <param name="deliver">Takes a message.</param>
/// <param name="batchEnded">No more messages are at hand.</param>
internal sealed class SimWire(Simulation simulation, SimRandom random, Func<long> opensAt, Action<byte[]> deliver, Action batchEnded)
{
    private readonly Queue<(byte[] Message, long Due)> onTheWay = [];
    private long last;

    public bool IsIdle => onTheWay.Count == 0;

    public bool IsCut { get; private set; }

    public void Send(byte[] message)
    {
        if (IsCut)
            return;
        last = Math.Max(last, simulation.Clock.Now + Latency());
        onTheWay.Enqueue((message, last));
        simulation.Clock.At(last, Read);
    }

    /// <summary>What is on its way arrives, all or a first part of it, and nothing after that.</summary>
    public void Cut(bool losesSome = true)
    {
        if (losesSome && !IsCut && onTheWay.Count > 0)
        {
            int kept = random.Below(onTheWay.Count + 1);
            (byte[], long)[] all = [.. onTheWay];
            onTheWay.Clear();
            foreach ((byte[], long) message in all.AsSpan(0, kept))
                onTheWay.Enqueue(message);
        }

        IsCut = true;
    }

    private void Read()
    {
        long opens = opensAt();
        if (simulation.Clock.Now < opens)
        {
            simulation.Clock.At(opens, Read);
            return;
        }

        // Who reads late reads more at once.
        if (IsReady && random.OneIn(4))
        {
            simulation.Clock.After(Latency(), Read);
            return;
        }

        int count = 0;
        for (; IsReady; count++)
            deliver(onTheWay.Dequeue().Message);
        if (count > 1)
            simulation.Coverage.Count("Node", "several messages at once");
        if (count > 0)
            batchEnded();
    }

    private bool IsReady => onTheWay.TryPeek(out (byte[] Message, long Due) next) && next.Due <= simulation.Clock.Now;

    private long Latency() => random.Between(simulation.Scenario.LeastLatency, simulation.Scenario.MostLatency);
}
