using WestRpc.Wire;
using WestRpc.ZeroMQ;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation.Nodes;

/// <summary>
/// A node's time with the master as <c>Node</c> and <c>MasterLink</c> are it, from the master's answer to its end: the shipped life and
/// relay, and workers of its own.
/// </summary>
internal sealed class NodeStay : IUplink
{
    private const int LargeBatch = 256;
    private const long LookEvery = 250 * Duration.Millisecond;

    private readonly Simulation simulation;
    private readonly FrameBatch batch = new();
    private readonly SealedSession results;
    private readonly NodeLife life;
    private readonly NodeSettings settings;
    private readonly RunningClock clock;
    private readonly TimeSpan silence;
    private long heardAt;
    private long beatAt;
    private long ranAtWord;
    private int stopsAtWord;
    private bool isRefused;
    private bool isToStop;
    private bool drains;
    private bool isOver;

    public NodeStay(Simulation simulation, SimNode node, SimNodeLink link, NodeWelcome welcome)
    {
        this.simulation = simulation;
        Node = node;
        Link = link;
        clock = new RunningClock(Milliseconds);
        byte[] proof = new byte[JoinProof.Size];
        results = link.Member.Join(SessionChannel.Results, welcome.ResultsOffer, proof);
        link.SendResult(proof);
        Check(welcome.Workers == node.Count, $"{node} is to have {welcome.Workers} workers");
        Transport = new SimTransport(simulation, node.First, node.Count, this, welcome.FirstWorker);
        TimeSpan heartbeat = Duration.ToTimeSpan(simulation.Scenario.NodeHeartbeat);
        settings = new NodeSettings(heartbeat, SimNodeServer.TimeoutFactor, SimNodeServer.MaxBody, default);
        silence = TimeSpan.FromMilliseconds(welcome.HeartbeatMilliseconds * settings.TimeoutFactor);
        life = new NodeLife(this, Transport, silence, settings);
    }

    public SimNode Node { get; }

    public SimNodeLink Link { get; }

    public SimTransport Transport { get; }

    /// <summary>Whether it said that its workers end in order.</summary>
    public bool HasWithdrawn { get; private set; }

    /// <summary>Whether it said that nothing else is to begin there.</summary>
    public bool IsLeaving => HasWithdrawn || drains;

    /// <summary>Whether it does something by itself, without a word of the master.</summary>
    public bool IsLooking { get; private set; }

    public NodeVerdict? Verdict { get; private set; }

    public bool IsDead { get; private set; }

    /// <summary>How long its machine has run.</summary>
    private long Ran => simulation.Clock.Now - Node.StoodStill;

    private long Milliseconds => simulation.Clock.Now / Duration.Millisecond;

    public void Start()
    {
        life.Start();
        LookAgain();
    }

    /// <summary>What the node's process does: now, when it goes on, or never.</summary>
    public void Do(Action action)
    {
        if (IsDead)
            return;
        if (simulation.Clock.Now < Node.FrozenUntil)
            simulation.Clock.At(Node.FrozenUntil, () => Do(action));
        else
            action();
    }

    public void Received(ReadOnlyMemory<byte> text)
    {
        if (Verdict is not null)
            return;
        heardAt = clock.Tick(Milliseconds);
        ranAtWord = Ran;
        stopsAtWord = Node.Stops;
        life.Received(text, heardAt);
        while (FrameBatch.TryRead(ref text, settings.MaxBody, out _, out Frame frame))
        {
            isRefused |= frame.Kind == NodeFrame.NodeRefused;
            isToStop |= frame.Kind == NodeFrame.NodeStop;
        }
    }

    public void BatchEnded()
    {
        foreach (SimChannel worker in Transport.Channels)
            worker.Oracle!.CheckHasHeardAll(worker, Link.AreTasksIdle && Link.IsWhole && Verdict is null);
        Look();
    }

    public void HearRumour()
    {
        if (Verdict is not null)
            return;
        var hint = new FrameBatch();
        hint.Append(0, new Frame(NodeFrame.NodeStop));
        life.Announced(SealedFrame.Text(hint.Message).ToArray());
    }

    public void Look()
    {
        if (Verdict is not null)
            return;
        IsLooking = true;
        long now = clock.Tick(Milliseconds);
        Verdict = life.Look(now, Node.WantsStop, Node.WantsDrain);
        IsLooking = false;
        CheckIsAsTold();
        bool isSilent = now - heardAt > silence.TotalMilliseconds;
        if (Verdict is not { } verdict)
        {
            Check(!isSilent, $"{Node} has heard nothing for {now - heardAt} ms, and goes on");
            Check(!isRefused, $"{Node} is given up, and goes on");
            Check(now - beatAt <= settings.Heartbeat.TotalMilliseconds, $"{Node} has not said for {now - beatAt} ms that it lives");
            return;
        }

        // What a machine stood still counts for a second at most, each time.
        Check(
            !isSilent || Ran - ranAtWord > (silence - TimeSpan.FromSeconds(Node.Stops - stopsAtWord)).TotalNanoseconds - Duration.Millisecond, $"{Node} counts time in which it stood still");
        Check(verdict.End == NodeEnd.Stopped || simulation.Scenario.IsFaulty, $"{Node} ends as {verdict.End}, where nothing is wrong: {verdict.Reason}");
        Check(verdict.End == NodeEnd.Stopped || Transport.Channels.All(static w => !w.Process.IsAlive), $"{Node} ends as {verdict.End}, and its workers live on");
        bool saysSilent = verdict.Reason.StartsWith("it said nothing", StringComparison.Ordinal);
        Check(!saysSilent || isSilent, $"{Node} gives the master up {now - heardAt} ms after it heard of it");
        Check(
            verdict.End != NodeEnd.Stopped || Node.WantsStop || Node.WantsDrain || simulation.Nodes.IsStopping, $"{Node} ends, and nobody told it to");
        Check(verdict.End != NodeEnd.NoWorkers || Transport.HasFailed, $"{Node} has no workers, though they can be had");
        simulation.Coverage.Count("Node", verdict.End switch
        {
            NodeEnd.NoWorkers => "no workers",
            NodeEnd.MasterLost => saysSilent ? "silent at the node" : "given up by the master",
            _ => HasWithdrawn ? "withdrawn" : simulation.Nodes.IsStopping ? "told to stop" : "drained",
        });
        AwaitGone();
    }

    /// <summary>Its process is gone, and its workers with it.</summary>
    public void Die()
    {
        IsDead = isOver = true;
        foreach (SimChannel worker in Transport.Channels)
            worker.Process.Die("killed with its node");
    }

    public void Append(uint worker, in Frame frame)
    {
        if (isOver)
            return;
        HasWithdrawn |= frame.Kind == NodeFrame.NodeWithdraws;
        drains |= frame.Kind == NodeFrame.NodeDrains;
        if (frame.Kind == NodeFrame.NodeHeartbeat)
            beatAt = clock.Now;
        if (frame.Kind == NodeFrame.AnnouncementHeard)
            simulation.Coverage.Count("Node", "asked about a rumour");
        batch.Append(worker, frame);
        if (batch.Length < LargeBatch)
            return;
        simulation.Coverage.Count("Node", "large batch");
        SendBatch();
    }

    public void Flush()
    {
        if (!isOver && !batch.IsEmpty)
            SendBatch();
    }

    public void Failed(Exception reason) => life.Failed(reason);

    /// <summary>What its workers said is at the master.</summary>
    public void CheckResultsHaveCome()
    {
        foreach (SimChannel worker in Transport.Channels)
            worker.Oracle!.CheckIsHeard(worker, Link.AreResultsIdle && batch.IsEmpty && Link.IsWhole && !isOver);
    }

    /// <summary>Nothing is replaced where nothing is to begin; and whose node withdraws is told to end.</summary>
    private void CheckIsAsTold()
    {
        Check(!(isToStop || IsLeaving) || Transport.IsStopping, $"{Node} replaces workers, though it is to end");
        Check(
            !HasWithdrawn || Transport.Channels.All(static w => w.IsClosed || w.ToldToStop), $"{Node} withdraws, and a worker is not told");
        Check(!Node.WantsStop || Transport.IsStopping, $"{Node} is to withdraw, and does not");
        Check(!Node.WantsDrain || Transport.IsStopping, $"{Node} is to drain, and does not");
    }

    private void LookAgain() => Do(() =>
    {
        Look();
        if (Verdict is null)
            simulation.Clock.After(LookEvery, LookAgain);
    });

    /// <summary>As <c>Node</c> waits for the last of its workers.</summary>
    private void AwaitGone() => Do(() =>
    {
        if (!life.Gone.IsCompleted)
        {
            simulation.Clock.After(10 * Duration.Millisecond, AwaitGone);
            return;
        }

        isOver = true;
        foreach (SimChannel worker in Transport.Channels)
            worker.Process.Die("its node has ended");
        Transport.CheckEnd();
        Link.CloseAtNode();
        Node.Ended(Verdict!.Value.End);
    });

    private void SendBatch()
    {
        results.Sending.Seal(batch.Message);
        Link.SendResult(batch.Message.ToArray());
        batch.Clear();
    }
}
