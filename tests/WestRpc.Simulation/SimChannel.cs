using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>
/// The way between the master and one worker: ordered, slow, and closed once, after a prefix of what was sent. The shipped
/// <see cref="SessionReceiver"/> is at its end.
/// </summary>
internal sealed class SimChannel : IWorkerChannel
{
    private readonly Simulation simulation;
    private readonly SimRandom random;
    private readonly SimRandom reads;
    private readonly Action accepted;
    private readonly Action<WorkerEnd> ended;
    private readonly SessionReceiver receiver;
    private readonly List<Frame> outgoing = [];
    private readonly Queue<(Frame Frame, long Due)> incoming = [];
    private readonly Queue<Frame> passedOn = [];
    private long lastOut;
    private long lastIn;
    private long readsAt;
    private bool cut;
    private bool isBroken;
    private bool hasReportedEnd;
    private bool isWithdrawn;

    public SimChannel(
        Simulation simulation, int slot, int number, ResourceSet offer, StartFate fate, Action accepted, Action<WorkerEnd> ended)
    {
        this.simulation = simulation;
        this.accepted = accepted;
        this.ended = ended;
        random = new SimRandom((ulong)simulation.Scenario.Seed, 2, number);
        reads = new SimRandom((ulong)simulation.Scenario.Seed, 6, number);
        Slot = slot;
        Number = number;
        Offer = offer;
        Fate = fate;
        Worker = new WorkerIdentity(slot, "host", number);
        Session = new WorkerSession(this);
        Process = new SimWorker(simulation, this);
        receiver = new SessionReceiver(Post, Session, simulation.Master.Handshake, NullLogger.Instance, random.Unit);
    }

    public int Slot { get; }

    /// <summary>Which connection this is, of all.</summary>
    public int Number { get; }

    public StartFate Fate { get; }

    public WorkerSession Session { get; }

    public SimWorker Process { get; }

    public WorkerIdentity Worker { get; }

    public bool SharesMemory => simulation.Scenario.SharesMemory;

    public ResourceSet Offer { get; }

    public bool IsReady { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Whether a call has ended here, well or not.</summary>
    public bool HasWorked { get; private set; }

    public bool ToldToStop { get; private set; }

    private bool MayBeAccepted => Fate == StartFate.Greets || (Fate == StartFate.OtherBuild && simulation.Scenario.AllowsMixedBuilds);

    public override string ToString() => $"w{Slot}.{Number}";

    public void Join()
    {
        simulation.Master.Post(new DispatchEvent(DispatchEventKind.Joined, Session: Session));
        if (SharesMemory)
        {
            simulation.Master.Post(new DispatchEvent(DispatchEventKind.Ready, Session: Session));
            Accepted();
            Process.Serve();
        }
        else
        {
            simulation.Clock.After(Latency(), () => Process.Do(Process.Greet));
        }
    }

    public void Accepted()
    {
        Check(MayBeAccepted, $"{this} is accepted ({Fate})");
        Check(!IsReady, $"{this} is accepted twice");
        IsReady = true;
        accepted();
    }

    public void Send(in Frame frame)
    {
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

    public void Kill(string? reason) => simulation.Clock.After(Latency(), () => Process.Die(reason ?? "killed"));

    /// <summary>It is to begin nothing more.</summary>
    public void Leave()
    {
        if (!IsClosed)
            receiver.Leaving();
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
        simulation.Clock.At(lastIn, () =>
        {
            Take();
            if (passedOn.Count > 0)
                simulation.Coverage.Count("Other", "frames pending at the end");
            IsClosed = true;
            var end = new WorkerEnd(reason, IsInOrder: isWithdrawn);
            receiver.Closed(end);
            ended(end);
        });
    }

    private void Read()
    {
        if (simulation.Clock.Now < readsAt || (cut && readsAt == lastIn))
            return;
        Take();
        if (!isBroken)
            receiver.BatchEnded();
    }

    private void Take()
    {
        while (!isBroken && incoming.TryPeek(out (Frame Frame, long Due) next) && next.Due <= simulation.Clock.Now)
        {
            incoming.Dequeue();
            Take(next.Frame);
        }
    }

    private void Take(in Frame frame)
    {
        if (frame.Kind < FrameKind.Define)
            simulation.Coverage.Count(frame.Kind);
        if (!IsReady && frame.Kind > FrameKind.Define)
            simulation.Coverage.Count("Other", "frame before its sender is accepted");
        bool wasReady = IsReady;
        try
        {
            receiver.Received(frame);
        }
        catch (WireException e)
        {
            Check(!wasReady || frame.Kind < FrameKind.Result, $"{frame.Kind} from {this} is refused");
            isBroken = true;
            Process.Die(e.Message);
            return;
        }

        if (wasReady)
            passedOn.Enqueue(frame);
        HasWorked |= frame.Kind is FrameKind.Result or FrameKind.Failure;
    }

    /// <summary>What the receiver makes of it: each frame of one that was accepted, in order, and then the end.</summary>
    private void Post(ReadOnlySpan<DispatchEvent> events)
    {
        foreach (DispatchEvent e in events)
        {
            Check(!hasReportedEnd, $"{e.Kind} comes from {this}, which has ended");
            switch (e.Kind)
            {
                case DispatchEventKind.Frame:
                    Check(IsReady && MayBeAccepted, $"{e.Frame.Kind} comes from {this}, which was not accepted");
                    Check(passedOn.TryDequeue(out Frame next) && next.Equals(e.Frame), $"{e.Frame.Kind} comes from {this} out of order");
                    break;
                case DispatchEventKind.Ready:
                    Check(IsReady, $"{this} is ready, and was not accepted");
                    break;
                case DispatchEventKind.Closed:
                    Check(passedOn.Count == 0, $"{this} has ended, and {passedOn.Count} frames of it come later");
                    hasReportedEnd = true;
                    break;
                default:
                    Check(e.Kind is DispatchEventKind.Reply or DispatchEventKind.Leave, $"{e.Kind} comes from {this}");
                    break;
            }

            simulation.Master.Post(e);
        }
    }

    private long Latency() => random.Between(simulation.Scenario.LeastLatency, simulation.Scenario.MostLatency);
}
