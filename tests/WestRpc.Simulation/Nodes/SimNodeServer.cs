using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.ZeroMQ;
using WestRpc.ZeroMQ.Master;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation.Nodes;

/// <summary>The master's end of all nodes as <c>NodeServer</c> is it, with the shipped table and sessions.</summary>
internal sealed class SimNodeServer : ITransportListener
{
    public const string Host = "host";
    public const int MaxBody = 64 << 20;
    public const int TimeoutFactor = 4;

    private const long LookEvery = 100 * Duration.Millisecond;
    private const long LongestLeave = 2 * SimTransport.ShutdownTimeout;

    private readonly Simulation simulation;
    private readonly NodeServerSettings settings;
    private readonly NodeTable table;
    private readonly RunningClock clock = new(0);
    private readonly List<SimNode> nodes = [];
    private readonly List<SimNodeLink> links = [];
    private SimNodeLink? current;
    private long stoppedAt;

    public SimNodeServer(Simulation simulation)
    {
        this.simulation = simulation;
        Scenario scenario = simulation.Scenario;
        TimeSpan heartbeat = Duration.ToTimeSpan(scenario.NodeHeartbeat);
        settings = new NodeServerSettings(Host, scenario.LocalWorkers, MaxBody, heartbeat, heartbeat * TimeoutFactor);
        table = new NodeTable(settings, NullLogger.Instance);
        int first = scenario.LocalWorkers;
        foreach (int count in scenario.Nodes)
        {
            nodes.Add(new SimNode(simulation, nodes.Count, first, count));
            first += count;
        }
    }

    public bool IsStopping { get; private set; }

    /// <summary>Whether nobody listens any more.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>From when on the master reads. Where only its core is late, that is now.</summary>
    public long ReadsFrom => simulation.Scenario.Profile == Profile.LateTicks ? 0 : simulation.Master.FrozenUntil;

    public SimNode? At(int slot) => nodes.Find(n => slot >= n.First && slot < n.First + n.Count);

    public void Start()
    {
        if (nodes.Count == 0)
            return;
        Watch();
        nodes.ForEach(static n => n.Start());
    }

    public SimNodeLink Connect(SimNode node)
    {
        var link = new SimNodeLink(simulation, node, links.Count);
        links.Add(link);
        return link;
    }

    public void BeginStop()
    {
        if (IsStopping)
            return;
        IsStopping = true;
        stoppedAt = simulation.Clock.Now;
        table.BeginStop();

        // Some hear it on the announcements' channel too, or first.
        foreach (SimNode node in nodes)
        {
            if (simulation.Scenario.Seed % 3 != 0)
                simulation.Clock.After(simulation.Scenario.LeastLatency, node.HearRumour);
        }
    }

    public void Dispose()
    {
        foreach (SimNodeLink link in links)
        {
            Check(
                link is not { IsWhole: true, Session.IsClosed: false } || link.JoinedAt is null || simulation.Clock.Now - Math.Max(link.JoinedAt.Value, stoppedAt) < LongestLeave ||
                    link.Node.WasDisturbedAfter(stoppedAt),
                $"{link.Node} does not end, though all is over");
        }

        IsDisposed = true;
        table.CloseAll("the run ended");
    }

    /// <summary>The first message of a node: who it is.</summary>
    public void Greeted(SimNodeLink link, byte[] message)
    {
        if (IsDisposed)
            return;
        ReadOnlyMemory<byte> text = link.AtMaster.Tasks.Receiving.Open(message).ToArray();
        Check(FrameBatch.TryRead(ref text, MaxBody, out _, out Frame frame) && frame.Kind == NodeFrame.NodeHello, "a node does not say who it is");
        var hello = NodeHello.Read(frame.Body);
        var session = new NodeSession(link.AtMaster, link.TasksSink, this, table.Confirm, clock, MaxBody)
        {
            Hello = hello,
            Silence = settings.NodeTimeout,
            ResultsOffer = link.AtMaster.Offer(SessionChannel.Results),
        };
        SimNodeLink? former = links.Find(l => l.Instance == hello.Instance && l.Session is { IsClosed: false });
        link.Session = session;
        link.Instance = hello.Instance;
        link.HeardAt = clock.Now;
        table.Add(session);
        if (former is not null)
            simulation.Coverage.Count("Node", "former session closed");
        Check(former is null or { Session.IsClosed: true }, $"{link.Node} joins anew, and its former session goes on");
        CheckNumbers(session);
        byte[] grant = new byte[AnnouncementSealer.GrantSize];
        var welcome = new NodeWelcome(
            session.Numbers.Start.Value, session.Numbers.End.Value - session.Numbers.Start.Value, session.ResultsOffer.Nonce.ToArray(),
            new byte[JoinProof.NonceSize], grant, (int)settings.Heartbeat.TotalMilliseconds);
        session.Append(0, new Frame(NodeFrame.NodeWelcome, welcome.Write()));
        session.Flush();
    }

    /// <summary>A message on a node's channel for results; the first opens it.</summary>
    public void Received(SimNodeLink link, byte[] message)
    {
        NodeSession session = link.Session!;
        if (IsDisposed || (session.IsClosed && link.Random.OneIn(2)))
            return;
        if (link.JoinedAt is null)
        {
            if (session.IsClosed)
            {
                // So is its connection, before it said whose it is.
                Check(table.Find(session.Id) is null, $"{link.Node} can join a session that is over");
                return;
            }

            NodeSession? joining = table.Find(Convert.ToHexString(JoinProof.SessionId(message, SessionChannel.Results)));
            Check(joining == session, $"{link.Node} joins another's session");
            session.Join(message, link.ResultsSink);
            link.JoinedAt = simulation.Clock.Now;
            simulation.Coverage.Count("Node", IsStopping ? "joined after the stop" : "joined");
            table.Confirm(session);
            return;
        }

        if (session.IsClosed)
            simulation.Coverage.Count("Node", "late message of a session that is over");
        else
            link.HeardAt = clock.Now;
        current = link;
        bool leaves;
        try
        {
            leaves = session.Receive(message);
        }
        catch (Exception e) when (e is SealException or WireException)
        {
            throw new SimulationException($"the session of {link.Node} breaks: {e.Message}");
        }

        if (leaves)
        {
            table.Leave(session);
            Check(session.IsClosed, $"{link.Node} has left, and its session goes on");
        }

        current = null;
    }

    /// <summary>The master's connections to a node are closed.</summary>
    public void Closed(SimNodeLink link, string reason)
    {
        if (link.Session is { } session && !IsDisposed)
            table.Close(session, reason);
    }

    /// <summary>A session is over; its node hears why, where it did not say so itself.</summary>
    public void CheckReason(SimNodeLink link, string reason, ReadOnlyMemory<byte> lastMessage)
    {
        if (!IsDisposed && reason != "its node left" && reason != link.Session!.Trouble)
        {
            ReadOnlyMemory<byte> text = lastMessage[SealedFrame.NumberSize..^(SealedFrame.Overhead - SealedFrame.NumberSize)];
            bool isTold = false;
            while (FrameBatch.TryRead(ref text, MaxBody, out _, out Frame frame))
                isTold |= frame.Kind == NodeFrame.NodeRefused;
            Check(isTold, $"{link.Node} is given up ({reason}), and not told");
            Check(simulation.Scenario.IsFaulty || link.JoinedAt is null, $"{link.Node} is given up ({reason}), where nothing is wrong");
        }

        if (!reason.StartsWith("it said nothing", StringComparison.Ordinal))
            return;
        simulation.Coverage.Count("Node", "silent at the master");
        Check(clock.Now - link.HeardAt > settings.NodeTimeout.TotalMilliseconds, $"{link.Node} is given up {clock.Now - link.HeardAt} ms after it was heard of");
    }

    public void CheckEnd()
    {
        Check(table.Count == 0 && table.WorkerCount == 0, $"{table.Count} nodes are left at the end");
        foreach (SimNodeLink link in links)
            Check(link.Session is null or { IsClosed: true }, $"a session of {link.Node} is left at the end");
        nodes.ForEach(static n => n.CheckEnd());
    }

    IChannelReceiver ITransportListener.Joined(IWorkerChannel channel)
    {
        SimChannel worker = simulation.Channels[channel.Worker.ProcessId];
        Check(current is not null && worker.Oracle?.Link == current, $"{worker} joins, which is none of {current?.Node}'s");
        Check(channel.Worker == worker.Worker && channel.Offer.Equals(worker.Offer) && !channel.SharesMemory, $"{worker} joins as another");
        SimSession session = simulation.Join(worker, channel);
        worker.Oracle!.OnJoined(session);
        return session;
    }

    void ITransportListener.Failed(Exception reason) => throw new SimulationException($"the run fails by a node: {reason.Message}");

    private void Watch()
    {
        if (IsDisposed)
            return;
        if (simulation.Clock.Now < ReadsFrom)
        {
            simulation.Clock.At(ReadsFrom, Watch);
            return;
        }

        long now = clock.Tick(simulation.Clock.Now / Duration.Millisecond);
        table.Look(now);
        Check(table.Count == links.Count(static l => l.Session is { IsClosed: false }), $"{table.Count} nodes are in the table, some of which are gone");
        foreach (SimNodeLink link in links)
        {
            Check(
                link.Session is null or { IsClosed: true } || now - link.HeardAt <= settings.NodeTimeout.TotalMilliseconds,
                $"{link.Node} has said nothing for {now - link.HeardAt} ms, and its session goes on");
        }

        simulation.Clock.After(LookEvery, Watch);
    }

    private void CheckNumbers(NodeSession session)
    {
        (string host, Range its) = (session.Hello!.Host, session.Numbers);
        Check(its.End.Value - its.Start.Value == session.Hello.Workers, $"{session.Name} gets numbers {its}");
        Check(host != Host || its.Start.Value >= settings.LocalWorkers, $"{session.Name} gets the master's numbers");
        foreach (SimNodeLink link in links)
        {
            if (link.Session is { IsClosed: false } other && other != session && other.Hello!.Host == host)
                Check(its.End.Value <= other.Numbers.Start.Value || other.Numbers.End.Value <= its.Start.Value, $"{session.Name} gets the numbers of {other.Name}");
        }
    }
}
