using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Guard;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Master;

/// <summary>
/// The master's end of all nodes: who greets at the tasks' door becomes a session, whose results come in by another door.
/// What comes is worked on by the guard's thread; signs of life are sent and missed by one of its own.
/// </summary>
internal sealed class NodeServer : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock tableGate = new();
    private readonly Dictionary<string, NodeSession> sessions = [];
    private readonly AnnouncementSealer group = new();
    private readonly MasterHandshake handshake;
    private readonly NodeServerSettings settings;
    private readonly ILogger logger;
    private readonly ConnectionGuard guard;
    private readonly ManualResetEventSlim stopped = new(false, spinCount: 0);
    private Thread? watch;
    private ITransportListener? listener;
    private ulong lastRoutingId;
    private volatile bool stopping;

    public NodeServer(NodeServerSettings settings, RunSecret secret, ILogger logger)
    {
        this.settings = settings;
        this.logger = logger;
        handshake = new MasterHandshake(secret);
        GuardLimits limits = GuardLimits.OfThisProcess() with { FrameBytes = settings.MaxMessage };
        guard = new ConnectionGuard(limits, reason => Log.Stranger(logger, reason));
    }

    /// <summary>How many nodes there are.</summary>
    public int NodeCount
    {
        get
        {
            lock (tableGate)
                return sessions.Count;
        }
    }

    /// <summary>What the nodes' workers are reported to; before anything listens.</summary>
    public void Start(ITransportListener to)
    {
        listener = to;
        watch = new Thread(WatchNodes) { Name = "westrpc nodes", IsBackground = true };
        watch.Start();
    }

    /// <summary>Opens the doors; each returns its port.</summary>
    public int ListenForTasks(IPEndPoint endpoint) => guard.Listen(endpoint, ZmtpRole.Router, new TasksDoor(this)).Port;

    public int ListenForResults(IPEndPoint endpoint) => guard.Listen(endpoint, ZmtpRole.Router, new ResultsDoor(this)).Port;

    /// <summary>Tells all nodes that it is over; whoever joins later is told so as well.</summary>
    public void BeginStop()
    {
        stopping = true;
        foreach (NodeSession node in All().Where(static n => n.HasJoined))
            TellToStop(node);
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
        stopping = true;
        stopped.Set();
        watch?.Join();
        foreach (NodeSession node in All())
            Close(node, "the run ended");
        guard.Dispose();
        group.Dispose();
    }

    private void WatchNodes()
    {
        long beat = Stopwatch.GetTimestamp();
        while (!stopped.Wait(LookEvery < settings.Heartbeat ? LookEvery : settings.Heartbeat))
        {
            bool isTime = Stopwatch.GetElapsedTime(beat) >= settings.Heartbeat;
            if (isTime)
                beat = Stopwatch.GetTimestamp();
            foreach (NodeSession node in All())
            {
                if (node.Silence > settings.NodeTimeout)
                {
                    Close(node, $"it said nothing for {settings.NodeTimeout.TotalSeconds:0.###} s (WM_ZMQ_WORKER_HEARTBEAT × WM_ZMQ_TIMEOUT_FACTOR).");
                }
                else if (isTime)
                {
                    node.Append(0, new Frame(NodeFrame.MasterHeartbeat));
                    node.Flush();
                }
            }
        }
    }

    /// <summary>A node that knows the secret, or a recording of one: it is told nothing before it speaks again.</summary>
    private NodeSession Greet(GuardedConnection connection, Span<byte> message)
    {
        byte[] reply = new byte[Handshake.ReplySize];
        MemberSession member = handshake.Accept(message, ++lastRoutingId, reply);
        connection.Send(reply);
        connection.Flush();
        return new NodeSession(member, connection, listener!, settings.MaxBody);
    }

    /// <summary>The first sealed frame of a node: it says who it is.</summary>
    private void Welcome(NodeSession node, ReadOnlyMemory<byte> text)
    {
        if (!FrameBatch.TryRead(ref text, settings.MaxBody, out _, out Frame frame) || frame.Kind != NodeFrame.NodeHello)
            throw new WireException($"A node that joins sent a frame of kind {(int)frame.Kind}.");
        NodeHello hello = NodeHello.Read(frame.Body);
        node.Hello = hello;
        node.Offer = node.Member.Offer(SessionChannel.Results);
        byte[] grant = new byte[AnnouncementSealer.GrantSize];
        lock (tableGate)
        {
            node.Numbers = Allocate(hello);
            sessions.Add(node.Id, node);
            group.WriteGrant(grant);
        }

        int workers = node.Numbers.End.Value - node.Numbers.Start.Value;
        var welcome = new NodeWelcome(
            node.Numbers.Start.Value, workers, node.Offer.Nonce.ToArray(), grant, (int)settings.Heartbeat.TotalMilliseconds);
        node.Append(0, new Frame(NodeFrame.NodeWelcome, welcome.Write()));
        node.Flush();
        Log.NodeJoined(
            logger, hello.Host, hello.ProcessId, hello.Cores, hello.AllowedCores, workers, hello.Resources.Length == 0 ? "no resources" : hello.Resources);
        if (hello.AllowedCores < workers)
            Log.FewCores(logger, hello.Host, hello.AllowedCores, hello.Cores, workers);
    }

    /// <summary>Numbers that no other worker of its host has; as many as it was told to have, or, where nobody is there yet, a core each.</summary>
    private Range Allocate(NodeHello hello)
    {
        List<Range> taken = [.. sessions.Values.Where(n => n.Hello!.Host == hello.Host).Select(static n => n.Numbers)];
        if (hello.Host == settings.Host)
            taken.Add(new Range(0, settings.LocalWorkers));
        bool isCovered = taken.Exists(static r => r.End.Value > r.Start.Value);
        int count = hello.Workers ?? (isCovered ? 0 : hello.AllowedCores);
        int first = 0;
        while (taken.Find(r => r.Start.Value < first + count && first < r.End.Value) is { End.Value: > 0 } other)
            first = other.End.Value;
        return new Range(first, first + count);
    }

    private NodeSession Join(GuardedConnection connection, Span<byte> message)
    {
        NodeSession? node = null;
        if (message.Length == JoinProof.Size)
        {
            lock (tableGate)
                sessions.TryGetValue(Convert.ToHexString(message.Slice(Preamble.Size, 32)), out node);
        }

        if (node?.Offer is not { } offer)
            throw new WireException("Something came that joins no session.");
        node.Joined(offer.Accept(message), connection);
        connection.Authenticate();
        if (stopping)
            TellToStop(node);
        return node;
    }

    private static void TellToStop(NodeSession node)
    {
        node.Append(0, new Frame(NodeFrame.NodeStop));
        node.Flush();
    }

    private void Leave(NodeSession node)
    {
        Log.NodeLeft(logger, node.Name);
        Remove(node);
        node.Close("its node left");
    }

    private void Close(NodeSession node, string reason)
    {
        if (!node.IsClosed && !stopped.IsSet && node.Hello is not null)
            Log.NodeLost(logger, node.Name, reason);
        Remove(node);
        node.Close(reason);
    }

    private void Remove(NodeSession node)
    {
        lock (tableGate)
            sessions.Remove(node.Id);
    }

    private NodeSession[] All()
    {
        lock (tableGate)
            return [.. sessions.Values];
    }

    private sealed class TasksDoor(NodeServer server) : IConnectionReceiver
    {
        public void Received(GuardedConnection connection, Span<byte> message)
        {
            if (connection.State is not NodeSession node)
            {
                connection.State = server.Greet(connection, message);
                return;
            }

            if (node.Hello is not null)
                throw new WireException("A node says what it has to say on its other channel, and this one speaks on this.");
            ReadOnlyMemory<byte> text = node.Member.Tasks.Receiving.Open(message).ToArray();
            connection.Authenticate();
            server.Welcome(node, text);
        }

        public void BatchEnded(GuardedConnection connection)
        {
        }

        public void Closed(GuardedConnection connection, string reason)
        {
            if (connection.State is NodeSession node)
                server.Close(node, reason);
        }
    }

    private sealed class ResultsDoor(NodeServer server) : IConnectionReceiver
    {
        public void Received(GuardedConnection connection, Span<byte> message)
        {
            if (connection.State is not NodeSession node)
                connection.State = server.Join(connection, message);
            else if (node.Receive(message))
                server.Leave(node);
        }

        public void BatchEnded(GuardedConnection connection) => (connection.State as NodeSession)?.BatchEnded();

        public void Closed(GuardedConnection connection, string reason)
        {
            if (connection.State is NodeSession node)
                server.Close(node, reason);
        }
    }
}
