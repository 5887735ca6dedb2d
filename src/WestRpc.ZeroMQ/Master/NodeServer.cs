using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Guard;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Master;

/// <summary>
/// The master's end of all nodes: who greets at the tasks' door becomes a session, whose results come in by another door.
/// What comes is worked on by the guard's thread; signs of life are sent and missed by one of its own.
/// </summary>
internal sealed class NodeServer : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    // In front of a subscription's topic.
    private const byte Subscribe = 1;

    private readonly NodeTable nodes;
    private readonly Lock announcementsGate = new();
    private readonly List<GuardedConnection> subscribers = [];
    private readonly AnnouncementSealer group;
    private readonly MasterHandshake handshake;
    private readonly NodeServerSettings settings;
    private readonly ILogger logger;
    private readonly ConnectionGuard guard;
    private readonly RunningClock clock = new(Environment.TickCount64);
    private readonly ManualResetEventSlim stopped = new(false, spinCount: 0);
    private Thread? watch;
    private ITransportListener? listener;
    private ulong lastRoutingId;
    private volatile bool hadNodes;

    public NodeServer(NodeServerSettings settings, RunSecret secret, ILogger logger)
    {
        this.settings = settings;
        this.logger = logger;
        nodes = new NodeTable(settings, logger);
        handshake = new MasterHandshake(secret);
        group = new AnnouncementSealer(security: secret.Security);
        guard = new ConnectionGuard(GuardLimits.OfThisProcess(), reason => Log.Stranger(logger, reason));
    }

    /// <summary>The file through which clients find this server, for a message.</summary>
    public string InfoFile { get; init; } = "";

    /// <summary>After how long without a node it says so, where it has no workers of its own.</summary>
    public TimeSpan WaitsQuietly { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many workers the nodes have, those included that are just being replaced.</summary>
    public int WorkerCount => nodes.WorkerCount;

    /// <summary>How many nodes there are.</summary>
    public int NodeCount => nodes.Count;

    /// <summary>What the nodes' workers are reported to; before anything listens.</summary>
    public void Start(ITransportListener to)
    {
        listener = to;
        watch = new Thread(WatchNodes) { Name = "westrpc nodes", IsBackground = true };
        watch.Start();
    }

    /// <summary>Opens the doors; each returns its port.</summary>
    public int ListenForTasks(IPEndPoint endpoint) => guard.Listen(endpoint, ZmtpRole.Router, new TasksDoor(this)).Port;

    public int ListenForResults(IPEndPoint endpoint) =>
        guard.Listen(endpoint, ZmtpRole.Router, new ResultsDoor(this), settings.MaxMessage).Port;

    public int ListenForSubscribers(IPEndPoint endpoint) => guard.Listen(endpoint, ZmtpRole.Publisher, new AnnouncementsDoor(this)).Port;

    /// <summary>Tells all nodes that it is over; whoever joins later is told so as well.</summary>
    public void BeginStop()
    {
        nodes.BeginStop();
        Announce(NodeFrame.NodeStop);
    }

    /// <summary>Waits until the nodes have left; false where some have not in time.</summary>
    public async Task<bool> AreGoneWithin(TimeSpan time)
    {
        long started = Stopwatch.GetTimestamp();
        while (NodeCount > 0)
        {
            if (Stopwatch.GetElapsedTime(started) >= time)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        return true;
    }

    public void Dispose()
    {
        if (stopped.IsSet)
            return;
        stopped.Set();
        watch?.Join();
        nodes.CloseAll("the run ended");
        guard.Dispose();
        lock (announcementsGate)
            group.Dispose();
    }

    private void WatchNodes()
    {
        while (!stopped.Wait(LookEvery < settings.Heartbeat ? LookEvery : settings.Heartbeat))
        {
            long now = clock.Tick(Environment.TickCount64);
            nodes.Look(now);
            SayWhenAlone(now);
        }
    }

    private void SayWhenAlone(long now)
    {
        if (hadNodes || settings.LocalWorkers > 0 || now < WaitsQuietly.TotalMilliseconds)
            return;
        hadNodes = true;
        Log.NobodyYet(logger, WaitsQuietly.TotalSeconds, InfoFile);
    }

    /// <summary>A node that knows the secret, or a recording of one: it is told nothing before it speaks again.</summary>
    private NodeSession Greet(GuardedConnection connection, Memory<byte> message)
    {
        byte[] reply = new byte[Handshake.ReplySize];
        MemberSession member = handshake.Accept(message.Span, ++lastRoutingId, reply);
        connection.Send(reply);
        connection.Flush();
        return new NodeSession(member, connection, listener!, nodes.Confirm, clock, settings.MaxBody) { Silence = settings.NodeTimeout };
    }

    /// <summary>The first sealed frame of a node: it says who it is, or that it only looks.</summary>
    private void Welcome(NodeSession node, ReadOnlyMemory<byte> text)
    {
        bool any = FrameBatch.TryRead(ref text, settings.MaxBody, out _, out Frame frame);
        if (any && frame.Kind == NodeFrame.NodeLooks)
        {
            node.Append(0, new Frame(NodeFrame.MasterSeen, new MasterLook(ServerInfo.OwnVersion, ServerInfo.OwnBuild(), DateTimeOffset.UtcNow).Write()));
            node.Flush();
            node.Close("it only looked");
            return;
        }

        if (!any || frame.Kind != NodeFrame.NodeHello)
            throw new WireException($"A node that joins sent a frame of kind {(int)frame.Kind}.");
        NodeHello hello = NodeHello.Read(frame.Body);
        node.Hello = hello;
        node.ResultsOffer = node.Member.Offer(SessionChannel.Results);
        node.AnnouncementsOffer = node.Member.Offer(SessionChannel.Announcements);
        hadNodes = true;
        nodes.Add(node);
        byte[] grant = new byte[AnnouncementSealer.GrantSize];
        lock (announcementsGate)
            group.WriteGrant(grant);

        int workers = node.Numbers.End.Value - node.Numbers.Start.Value;
        var welcome = new NodeWelcome(
            node.Numbers.Start.Value, workers, node.ResultsOffer.Nonce.ToArray(), node.AnnouncementsOffer.Nonce.ToArray(), grant, (int)settings.Heartbeat.TotalMilliseconds);
        node.Append(0, new Frame(NodeFrame.NodeWelcome, welcome.Write()));
        node.Flush();
        Log.NodeJoined(
            logger, hello.Host, hello.ProcessId, hello.Cores, hello.AllowedCores, workers, hello.Resources.Length == 0 ? "no resources" : hello.Resources);
        if (hello.AllowedCores < workers)
            Log.FewCores(logger, hello.Host, hello.AllowedCores, hello.Cores, workers);
    }

    private NodeSession Join(GuardedConnection connection, Memory<byte> message)
    {
        NodeSession node = SessionOf(message.Span, SessionChannel.Results);
        node.Join(message.Span, connection);
        connection.Authenticate();
        nodes.Confirm(node);
        return node;
    }

    /// <summary>Whose connection it claims to be.</summary>
    private NodeSession SessionOf(ReadOnlySpan<byte> join, SessionChannel channel)
    {
        string id = Convert.ToHexString(JoinProof.SessionId(join, channel));
        return nodes.Find(id) ?? throw new WireException($"A connection for {channel} joins no session that there is.");
    }

    /// <summary>Who subscribes with a proof hears announcements; nobody else does.</summary>
    private void TakeSubscriber(GuardedConnection connection, ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty || message[0] != Subscribe || connection.IsAuthenticated)
            return;
        NodeSession node = SessionOf(message[1..], SessionChannel.Announcements);
        node.Subscribe(message[1..], connection);
        connection.Authenticate();
        lock (announcementsGate)
            subscribers.Add(connection);
        Log.Subscribed(logger, node.Name);
    }

    /// <summary>Nothing depends on who hears it: what is to be done is said to each node on its tasks' channel.</summary>
    private void Announce(FrameKind kind)
    {
        var batch = new FrameBatch();
        batch.Append(0, new Frame(kind));
        lock (announcementsGate)
        {
            if (stopped.IsSet)
                return;
            group.Seal(batch.Message);
            foreach (GuardedConnection subscriber in subscribers)
            {
                subscriber.Send(batch.Message);
                subscriber.Flush();
            }
        }
    }

    private sealed class TasksDoor(NodeServer server) : IConnectionReceiver
    {
        public void Received(GuardedConnection connection, Memory<byte> message)
        {
            if (connection.State is not NodeSession node)
            {
                connection.State = server.Greet(connection, message);
                return;
            }

            if (node.Hello is not null)
                throw new WireException("A node says what it has to say on its other channel, and this one speaks on this.");
            ReadOnlyMemory<byte> text = node.Member.Tasks.Receiving.Open(message);
            connection.Authenticate();
            server.Welcome(node, text);
        }

        public void BatchEnded(GuardedConnection connection)
        {
        }

        public void Closed(GuardedConnection connection, string reason)
        {
            if (connection.State is NodeSession node)
                server.nodes.Close(node, reason);
        }
    }

    private sealed class ResultsDoor(NodeServer server) : IConnectionReceiver
    {
        public void Received(GuardedConnection connection, Memory<byte> message)
        {
            if (connection.State is not NodeSession node)
                connection.State = server.Join(connection, message);
            else if (node.Receive(message))
                server.nodes.Leave(node);
        }

        public void BatchEnded(GuardedConnection connection)
        {
            if (connection.State is not NodeSession node)
                return;
            node.Came(connection.BytesRead);
            node.BatchEnded();
        }

        public void Closed(GuardedConnection connection, string reason)
        {
            if (connection.State is NodeSession node)
                server.nodes.Close(node, reason);
        }
    }

    private sealed class AnnouncementsDoor(NodeServer server) : IConnectionReceiver
    {
        public void Received(GuardedConnection connection, Memory<byte> message) => server.TakeSubscriber(connection, message.Span);

        public void BatchEnded(GuardedConnection connection)
        {
        }

        public void Closed(GuardedConnection connection, string reason)
        {
            lock (server.announcementsGate)
                server.subscribers.Remove(connection);
        }
    }
}
