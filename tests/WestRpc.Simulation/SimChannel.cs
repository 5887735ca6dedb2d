using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Simulation;

/// <summary>The way between the master and one worker: ordered, slow, and closed once, after a prefix of what was sent.</summary>
internal sealed class SimChannel : IWorkerChannel
{
    private readonly Simulation simulation;
    private readonly SimRandom random;
    private readonly List<Frame> outgoing = [];
    private readonly Queue<(Frame Frame, double Chance, long Due)> incoming = [];
    private long lastOut;
    private long lastIn;
    private bool cut;

    public SimChannel(Simulation simulation, int slot, int number, ResourceSet offer)
    {
        this.simulation = simulation;
        random = new SimRandom((ulong)simulation.Scenario.Seed, 2, number);
        Slot = slot;
        Number = number;
        Offer = offer;
        Worker = new WorkerIdentity(slot, "host", number);
        Session = new WorkerSession(this);
        Process = new SimWorker(simulation, this);
    }

    public int Slot { get; }

    /// <summary>Which connection this is, of all.</summary>
    public int Number { get; }

    public WorkerSession Session { get; }

    public SimWorker Process { get; }

    public WorkerIdentity Worker { get; }

    public bool SharesMemory => simulation.Scenario.SharesMemory;

    public ResourceSet Offer { get; }

    public bool IsReady { get; private set; }

    public bool IsClosed { get; private set; }

    public override string ToString() => $"w{Slot}.{Number}";

    public void Join(bool greets)
    {
        simulation.Master.Post(new DispatchEvent(DispatchEventKind.Joined, Session: Session));
        if (SharesMemory)
            Greet();
        else if (greets)
            simulation.Clock.After(Latency() + Latency(), Greet);
    }

    public void Accepted()
    {
    }

    public void Send(in Frame frame) => outgoing.Add(frame);

    public void Flush()
    {
        foreach (Frame frame in outgoing)
        {
            lastOut = Math.Max(lastOut, simulation.Clock.Now + Latency());
            simulation.Clock.At(lastOut, () => Process.Do(() => Process.Receive(frame)));
        }

        outgoing.Clear();
    }

    public void Kill(string? reason) => simulation.Clock.After(Latency(), () => Process.Die(reason ?? "killed"));

    /// <summary>The worker says something.</summary>
    public void Reply(in Frame frame)
    {
        lastIn = Math.Max(lastIn, simulation.Clock.Now + Latency());
        incoming.Enqueue((frame, random.Unit(), lastIn));
        simulation.Clock.At(lastIn, Deliver);
    }

    /// <summary>The worker is dead: what it sent arrives, all or a first part of it, and then the end.</summary>
    public void Close(string reason, bool losesSome)
    {
        if (losesSome && incoming.Count > 0)
        {
            int kept = random.Below(incoming.Count + 1);
            (Frame, double, long)[] all = [.. incoming];
            incoming.Clear();
            foreach ((Frame, double, long) frame in all.AsSpan(0, kept))
                incoming.Enqueue(frame);
        }

        cut = true;
        lastIn = Math.Max(lastIn, simulation.Clock.Now + Latency());
        simulation.Clock.At(lastIn, () =>
        {
            Deliver();
            IsClosed = true;
            simulation.Master.Post(new DispatchEvent(DispatchEventKind.Closed, Session: Session, Object: new WorkerEnd(reason)));
            simulation.OnGone(this);
        });
    }

    private void Greet()
    {
        if (cut)
            return;
        IsReady = true;
        if (!SharesMemory)
            simulation.Master.Post(new DispatchEvent(DispatchEventKind.Reply, Session: Session, Frame: new Frame(FrameKind.Welcome)));
        simulation.Master.Post(new DispatchEvent(DispatchEventKind.Ready, Session: Session));
        Process.Serve();
    }

    private void Deliver()
    {
        while (incoming.TryPeek(out (Frame Frame, double Chance, long Due) next) && next.Due <= simulation.Clock.Now)
        {
            incoming.Dequeue();
            simulation.Master.Post(new DispatchEvent(DispatchEventKind.Frame, Session: Session, Frame: next.Frame, Chance: next.Chance));
        }
    }

    private long Latency() => random.Between(simulation.Scenario.LeastLatency, simulation.Scenario.MostLatency);
}
