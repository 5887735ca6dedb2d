using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Simulation;

/// <summary>
/// The way between one worker and who started it, the master or a node: ordered, slow, and closed once, after a prefix of what
/// was sent.
/// </summary>
internal sealed class SimChannel : IWorkerChannel
{
    private readonly Simulation simulation;
    private readonly SimTransport transport;
    private readonly SimRandom random;
    private readonly SimRandom reads;
    private readonly Action accepted;
    private readonly Action<WorkerEnd> ended;
    private readonly List<Frame> outgoing = [];
    private readonly Queue<(Frame Frame, long Due)> incoming = [];
    private IChannelReceiver? receiver;
    private long lastOut;
    private long lastIn;
    private long readsAt;
    private bool cut;
    private bool isBroken;
    private bool isWithdrawn;

    public SimChannel(
        Simulation simulation, SimTransport transport, int slot, ResourceSet offer, StartFate fate, Action accepted, Action<WorkerEnd> ended)
    {
        this.simulation = simulation;
        this.transport = transport;
        this.accepted = accepted;
        this.ended = ended;
        Slot = slot;
        Number = simulation.Register(this);
        Offer = offer;
        Fate = fate;
        random = new SimRandom((ulong)simulation.Scenario.Seed, 2, Number);
        reads = new SimRandom((ulong)simulation.Scenario.Seed, 6, Number);
        Worker = new WorkerIdentity(transport.IndexOf(slot), transport.Host, Number);
        Process = new SimWorker(simulation, this);
    }

    public int Slot { get; }

    /// <summary>Which connection this is, of all.</summary>
    public int Number { get; }

    public StartFate Fate { get; }

    public SimWorker Process { get; }

    public WorkerIdentity Worker { get; }

    public bool SharesMemory => simulation.Scenario.SharesMemory;

    public ResourceSet Offer { get; }

    public bool IsAccepted { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Whether a call has ended here, well or not.</summary>
    public bool HasWorked { get; private set; }

    public bool ToldToStop { get; private set; }

    /// <summary>Whether nobody at the master hears of it any more, though it may live on.</summary>
    public bool IsCutOff { get; set; }

    public bool MayBeAccepted => Fate == StartFate.Greets || (Fate == StartFate.OtherBuild && simulation.Scenario.AllowsMixedBuilds);

    /// <summary>What must come of frames on their way over a node; null where there is none.</summary>
    public Nodes.RemoteOracle? Oracle { get; init; }

    public override string ToString() => $"w{Slot}.{Number}";

    /// <summary>What goes with a failure.</summary>
    public double Chance() => random.Unit();

    public void Join()
    {
        receiver = transport.Listener.Joined(this);
        if (SharesMemory)
            Process.Serve();
        else
            simulation.Clock.After(Latency(), () => Process.Do(Process.Greet));
    }

    public void Accepted()
    {
        IsAccepted = true;
        Oracle?.OnAcceptedThere();
        accepted();
    }

    public void Send(in Frame frame)
    {
        Oracle?.OnSentThere(frame);
        ToldToStop |= frame.Kind == FrameKind.Stop;
        outgoing.Add(frame);
    }

    public void Flush()
    {
        foreach (Frame frame in outgoing)
        {
            lastOut = Math.Max(lastOut, simulation.Clock.Now + Latency());
            simulation.Clock.At(lastOut, () => Process.Do(() => Process.Receive(frame)));
        }

        outgoing.Clear();
    }

    public void Kill(string? reason)
    {
        Oracle?.OnKilledThere();
        simulation.Clock.After(Latency(), () => Process.Die(reason ?? "killed"));
    }

    /// <summary>It is to begin nothing more.</summary>
    public void Leave()
    {
        if (!IsClosed)
            receiver!.Leaving();
    }

    /// <summary>It is to leave, and ends after a time, whatever it runs.</summary>
    public void Withdraw(long after)
    {
        isWithdrawn = true;
        Leave();
        simulation.Clock.After(after, () => Process.Die("told to end"));
    }

    /// <summary>The worker says something.</summary>
    public void Reply(in Frame frame)
    {
        lastIn = Math.Max(lastIn, simulation.Clock.Now + Latency());
        incoming.Enqueue((frame, lastIn));
        simulation.Clock.At(lastIn, Read);
    }

    /// <summary>All that is on its way is read at once, when the last of it is there.</summary>
    public void Coalesce() => readsAt = lastIn;

    /// <summary>The worker is dead: what it sent arrives, all or a first part of it, and then the end.</summary>
    public void Close(string reason, bool losesSome)
    {
        if (losesSome && incoming.Count > 0)
        {
            int kept = random.Below(incoming.Count + 1);
            (Frame, long)[] all = [.. incoming];
            incoming.Clear();
            foreach ((Frame, long) frame in all.AsSpan(0, kept))
                incoming.Enqueue(frame);
        }

        cut = true;
        lastIn = Math.Max(lastIn, simulation.Clock.Now + Latency());
        if (reads.OneIn(2))
            Coalesce();
        simulation.Clock.At(lastIn, () => transport.Do(() => End(new WorkerEnd(reason, IsInOrder: isWithdrawn))));
    }

    /// <summary>Whether nothing is queued that nobody put on its way.</summary>
    public bool IsFlushed => outgoing.Count == 0;

    private void End(WorkerEnd end)
    {
        Take();
        IsClosed = true;
        Oracle?.OnClosedThere(end);
        receiver!.Closed(end);
        ended(end);
    }

    private void Read() => transport.Do(() =>
    {
        if (IsClosed || simulation.Clock.Now < readsAt || (cut && readsAt == lastIn))
            return;
        Take();
        if (!isBroken)
            receiver!.BatchEnded();
    });

    private void Take()
    {
        while (!isBroken && incoming.TryPeek(out (Frame Frame, long Due) next) && next.Due <= simulation.Clock.Now)
        {
            incoming.Dequeue();
            try
            {
                Oracle?.OnSaid(next.Frame);
                receiver!.Received(next.Frame);
            }
            catch (WireException e)
            {
                isBroken = true;
                Process.Die(e.Message);
                return;
            }

            HasWorked |= next.Frame.Kind is FrameKind.Result or FrameKind.Failure;
        }
    }

    private long Latency() => random.Between(simulation.Scenario.LeastLatency, simulation.Scenario.MostLatency);
}
