using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Dispatch;
using WestRpc.Simulation.Nodes;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>
/// The master's end of one worker: what the core says goes over a channel to it, and the shipped
/// <see cref="SessionReceiver"/> takes what comes.
/// </summary>
internal sealed class SimSession : IWorkerChannel, IChannelReceiver
{
    private readonly Simulation simulation;
    private readonly SimChannel worker;
    private readonly IWorkerChannel way;
    private readonly RemoteOracle? oracle;
    private readonly SessionReceiver receiver;
    private readonly Queue<Frame> passedOn = [];
    private bool hasReportedEnd;

    /// <param name="simulation">The schedule.</param>
    /// <param name="worker">The worker's own end.</param>
    /// <param name="way">The way to it: its own end, or that of a node's session.</param>
    /// <param name="oracle">What must come of frames on the way over a node; null where there is none.</param>
    public SimSession(Simulation simulation, SimChannel worker, IWorkerChannel way, RemoteOracle? oracle = null)
    {
        this.simulation = simulation;
        this.worker = worker;
        this.way = way;
        this.oracle = oracle;
        Session = new WorkerSession(this);
        receiver = new SessionReceiver(Post, Session, simulation.Master.Handshake, NullLogger.Instance, worker.Chance);
    }

    /// <summary>Which connection this is, of all.</summary>
    public int Number => worker.Number;

    public WorkerSession Session { get; }

    public WorkerIdentity Worker => way.Worker;

    public bool SharesMemory => way.SharesMemory;

    public ResourceSet Offer => way.Offer;

    public bool IsReady { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Whether the core was told that it leaves.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Whether it said what is not for a master.</summary>
    public bool IsBroken { get; private set; }

    public override string ToString() => worker.ToString();

    public void Join()
    {
        simulation.Master.Post(new DispatchEvent(DispatchEventKind.Joined, Session: Session));
        if (!SharesMemory)
            return;
        simulation.Master.Post(new DispatchEvent(DispatchEventKind.Ready, Session: Session));
        Accepted();
    }

    public void Accepted()
    {
        Check(worker.MayBeAccepted, $"{this} is accepted ({worker.Fate})");
        Check(!IsReady, $"{this} is accepted twice");
        IsReady = true;
        oracle?.OnAccepted();
        way.Accepted();
    }

    public void Send(in Frame frame)
    {
        oracle?.OnSent(frame);
        way.Send(frame);
    }

    public void Flush()
    {
        way.Flush();
        oracle?.OnFlushed();
    }

    public void Kill(string? reason)
    {
        oracle?.OnKilled();
        way.Kill(reason);
    }

    public void Received(in Frame frame)
    {
        Check(!IsBroken && !IsClosed, $"{frame.Kind} comes from {this}, of which nothing is wanted any more");
        oracle?.OnReceived(frame);
        if (frame.Kind < FrameKind.Define)
            simulation.Coverage.Count(frame.Kind);
        if (!IsReady && frame.Kind > FrameKind.Define)
            simulation.Coverage.Count("Other", "frame before its sender is accepted");
        bool wasReady = IsReady;
        try
        {
            receiver.Received(frame);
        }
        catch (WireException)
        {
            Check(!wasReady || frame.Kind < FrameKind.Result, $"{frame.Kind} from {this} is refused");
            IsBroken = true;
            throw;
        }

        if (wasReady)
            passedOn.Enqueue(frame);
    }

    public void BatchEnded() => receiver.BatchEnded();

    public void Leaving()
    {
        IsLeaving = true;
        receiver.Leaving();
    }

    public void Closed(WorkerEnd end)
    {
        Check(!IsClosed, $"{this} ends twice");
        if (passedOn.Count > 0)
            simulation.Coverage.Count("Other", "frames pending at the end");
        IsClosed = true;
        oracle?.OnClosed(end);
        receiver.Closed(end);
    }

    /// <summary>All that came has been worked on.</summary>
    public void CheckNothingIsPending() => Check(passedOn.Count == 0 || IsBroken || IsClosed, $"{passedOn.Count} frames of {this} have come, and nobody works on them");

    /// <summary>What the receiver makes of it: each frame of one that was accepted, in order, and then the end.</summary>
    private void Post(ReadOnlySpan<DispatchEvent> events)
    {
        foreach (DispatchEvent e in events)
        {
            Check(!hasReportedEnd, $"{e.Kind} comes from {this}, which has ended");
            switch (e.Kind)
            {
                case DispatchEventKind.Frame:
                    Check(IsReady && worker.MayBeAccepted, $"{e.Frame.Kind} comes from {this}, which was not accepted");
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
}
