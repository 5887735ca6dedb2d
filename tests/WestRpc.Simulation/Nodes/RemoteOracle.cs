using WestRpc.Transports;
using WestRpc.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation.Nodes;

/// <summary>
/// What must come of what a node's worker and the master say to each other, told in terms of what went in at either end alone.
/// </summary>
internal sealed class RemoteOracle(Simulation simulation, NodeStay stay)
{
    private readonly Queue<Frame> said = [];
    private readonly Queue<Frame> sent = [];
    private SimSession? session;
    private WorkerEnd? endThere;
    private bool endsInOrder;
    private bool isFlushed = true;
    private int accepted;
    private int killed;
    private bool isKilledThere;

    public SimNodeLink Link => stay.Link;

    private bool IsGivenUp => Link.Session!.IsClosed;

    public void OnJoined(SimSession at)
    {
        Check(session is null, $"{at} joins twice");
        session = at;
    }

    /// <summary>The worker says something; after it was told to end for its node, what it did not finish is no answer.</summary>
    public void OnSaid(in Frame frame)
    {
        if (!stay.HasWithdrawn || frame.Kind is not (FrameKind.Failure or FrameKind.Canceled))
            said.Enqueue(frame);
        else
            simulation.Coverage.Count("Node", "no answer of a withdrawn worker");
    }

    public void OnReceived(in Frame frame)
    {
        Check(!IsGivenUp, $"{frame.Kind} comes from {session}, whose node is given up");
        Check(said.TryDequeue(out Frame next) && IsSame(next, frame), $"{frame.Kind} comes from {session}, which said {next.Kind}");
    }

    public void OnClosedThere(WorkerEnd end)
    {
        endThere = end;
        endsInOrder = stay.HasWithdrawn;
    }

    public void OnClosed(WorkerEnd end)
    {
        if (IsGivenUp)
        {
            SimChannel worker = simulation.Channels[session!.Number];
            worker.IsCutOff = true;
            simulation.Oracle.OnCutOff(worker);
            Check(!end.IsInOrder || stay.HasWithdrawn, $"{session} ends in order with its node, which has not withdrawn");
            if (end.Reason == "its node left")
                Check(end.IsInOrder == stay.HasWithdrawn, $"{session} is left by its node, {(end.IsInOrder ? "" : "not ")}in order");
            return;
        }

        Check(endThere is not null, $"{session} is gone, and lives");
        Check(end == endThere! with { IsInOrder = endsInOrder }, $"{session} ends as {end}, and was {endThere}, {(endsInOrder ? "" : "not ")}in order");
        Check(said.Count == 0 || session!.IsBroken, $"{session} is gone, and {said.Count} frames of it did not come");
    }

    public void OnAccepted() => accepted++;

    public void OnAcceptedThere() => Check(--accepted == 0, $"{session} is accepted on its node, and not by the master");

    public void OnKilled() => killed++;

    public void OnKilledThere()
    {
        isKilledThere = true;
        Check(--killed >= 0 || session is { IsBroken: true }, $"{session} is killed, and not by the master");
    }

    public void OnSent(in Frame frame)
    {
        sent.Enqueue(frame);
        isFlushed = false;
    }

    public void OnFlushed() => isFlushed = true;

    public void OnSentThere(in Frame frame)
    {
        if (stay.IsLooking)
        {
            Check(stay.HasWithdrawn && frame.Kind == FrameKind.Stop, $"{stay.Node} says {frame.Kind} to its workers");
            return;
        }

        if (frame.Kind == FrameKind.Assign && session!.IsClosed)
            simulation.Coverage.Count("Node", "frame of a session that is over");
        Check(sent.TryDequeue(out Frame next) && IsSame(next, frame), $"{frame.Kind} comes to {session}, where the master said {next.Kind}");
    }

    /// <summary>Where nothing is on its way any more, all that the master said is at the worker.</summary>
    public void CheckHasHeardAll(SimChannel worker, bool isIdle)
    {
        if (worker.IsClosed)
        {
            if (sent.Count > 0)
                simulation.Coverage.Count("Node", "frame for a worker that is gone");
            return;
        }

        Check(worker.IsFlushed, $"{worker} is not told what the master said");
        if (!isIdle || !isFlushed || session is not { IsClosed: false })
            return;
        Check(!session.IsBroken || isKilledThere, $"{worker} says what is not for a master, and lives on");
        Check(sent.Count == 0 && accepted == 0 && killed <= 0, $"{sent.Count} frames for {worker} are lost, {sent.FirstOrDefault().Kind} first; {accepted}, {killed}");
    }

    /// <summary>Where nothing is on its way any more, all that the worker said is at the master.</summary>
    public void CheckIsHeard(SimChannel worker, bool isIdle)
    {
        session?.CheckNothingIsPending();
        if (!isIdle || IsGivenUp)
            return;
        Check(session is not null, $"the master does not hear of {worker}");
        Check(said.Count == 0 || session!.IsBroken, $"{said.Count} frames of {worker} are lost, {said.FirstOrDefault().Kind} first");
        Check(!stay.IsLeaving || session!.IsLeaving || session.IsClosed, $"{stay.Node} leaves, and {worker} does not");
        Check(endThere is null || session!.IsClosed, $"{worker} is gone, and the master does not hear of it");
    }

    private static bool IsSame(in Frame one, in Frame other) => one.Header == other.Header with { Length = one.Header.Length } && one.Body.Span.SequenceEqual(other.Body.Span);
}
