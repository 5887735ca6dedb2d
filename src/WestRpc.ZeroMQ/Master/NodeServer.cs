using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using NetMQ;
using NetMQ.Sockets;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Master;

/// <summary>
/// The master's end of all nodes. Two threads: one waits for results; one looks often for nodes that greet, since the socket
/// that it looks at is also sent on, by whoever has something to send, and may be used by one thread at a time.
/// </summary>
internal sealed class NodeServer : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ResultsWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    // Larger ids are not ours: a router's own have five bytes.
    private const int MostIdBytes = 8;

    private readonly Lock tasksGate = new();
    private readonly Lock tableGate = new();
    private readonly Dictionary<ulong, NodeSession> byTasks = [];
    private readonly Dictionary<ulong, NodeSession> byResults = [];
    private readonly Dictionary<string, NodeSession> bySession = [];
    private readonly Dictionary<ulong, PreAuthBudget> strangers = [];
    private readonly RouterSocket tasks;
    private readonly RouterSocket results;
    private readonly PublisherSocket announcements;
    private readonly AnnouncementSealer group = new();
    private readonly MasterHandshake handshake;
    private readonly NodeServerSettings settings;
    private readonly ILogger logger;
    private readonly List<Thread> threads = [];
    private readonly ManualResetEventSlim stopped = new();
    private ITransportListener? listener;
    private ulong lastRoutingId;
    private volatile bool stopping;

    public NodeServer(NodeServerSettings settings, RunSecret secret, ILogger logger)
    {
        this.settings = settings;
        this.logger = logger;
        handshake = new MasterHandshake(secret);
        tasks = new RouterSocket();
        results = new RouterSocket();
        announcements = new PublisherSocket();
        foreach (NetMQSocket socket in (NetMQSocket[])[tasks, results, announcements])
        {
            socket.Options.Linger = Linger;
            socket.Options.SendHighWatermark = socket.Options.ReceiveHighWatermark = 0;
            socket.Options.MaxMsgSize = settings.MaxBody + (1 << 20);
        }

        tasks.Options.RouterMandatory = true;
    }

    public NetMQSocket Tasks => tasks;

    public NetMQSocket Results => results;

    public NetMQSocket Announcements => announcements;

    /// <summary>How many nodes there are.</summary>
    public int NodeCount
    {
        get
        {
            lock (tableGate)
                return bySession.Count;
        }
    }

    public void Start(ITransportListener to)
    {
        listener = to;
        foreach ((string name, Action run) in ((string, Action)[])[("westrpc nodes", WatchNodes), ("westrpc results", TakeResults)])
        {
            var thread = new Thread(() => run()) { Name = name, IsBackground = true };
            threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Tells all nodes that it is over; whoever joins later is told so as well.</summary>
    public void BeginStop()
    {
        stopping = true;
        NodeSession[] nodes;
        lock (tableGate)
            nodes = [.. bySession.Values];
        foreach (NodeSession node in nodes.Where(static n => n.HasJoined))
        {
            node.Append(0, new Frame(NodeFrame.NodeStop));
            node.Flush();
        }
    }

    /// <summary>Waits until the nodes have left; false where some have not in time.</summary>
    public async Task<bool> AreGoneWithin(TimeSpan time)
    {
        long until = Environment.TickCount64 + (long)time.TotalMilliseconds;
        while (NodeCount > 0)
        {
            if (Environment.TickCount64 >= until)
                return false;
            await Task.Delay(LookEvery);
        }

        return true;
    }

    public void Dispose()
    {
        stopping = true;
        stopped.Set();
        foreach (Thread thread in threads)
            thread.Join();
        NodeSession[] nodes;
        lock (tableGate)
            nodes = [.. bySession.Values];
        foreach (NodeSession node in nodes)
            Close(node, "the run ended");
        lock (tasksGate)
            tasks.Dispose();
        results.Dispose();
        announcements.Dispose();
        group.Dispose();
        stopped.Dispose();
    }

    private bool Send(byte[] to, byte[] message, int size)
    {
        try
        {
            lock (tasksGate)
                return !tasks.IsDisposed && SealedSocket.TrySend(tasks, to, message, size);
        }
        catch (HostUnreachableException)
        {
            return false; // Its heartbeats will be missed, or it comes again.
        }
    }

    private void WatchNodes()
    {
        long beat = Environment.TickCount64;
        while (!stopped.Wait(LookEvery))
        {
            while (TryReceiveTask(out byte[] from, out Memory<byte> message))
                TakeTask(from, message);
            CheckStrangers();
            CheckSilence();
            if (Environment.TickCount64 - beat < settings.Heartbeat.TotalMilliseconds)
                continue;
            beat = Environment.TickCount64;
            Beat();
        }
    }

    private bool TryReceiveTask(out byte[] from, out Memory<byte> message)
    {
        lock (tasksGate)
            return SealedSocket.TryReceive(tasks, TimeSpan.Zero, isRouter: true, out from, out message);
    }

    private void TakeTask(byte[] from, Memory<byte> message)
    {
        if (Key(from) is not { } key)
            return;
        NodeSession? node;
        lock (tableGate)
            byTasks.TryGetValue(key, out node);
        try
        {
            if (node is null)
                Greet(key, from, message);
            else
                Welcome(node, SealedSocket.Open(node.Member.Tasks, message));
        }
        catch (Exception e) when (e is SealException or WireException)
        {
            Log.Stranger(logger, e.Message);
            if (node is not null)
                Close(node, e.Message);
        }
    }

    private void Greet(ulong key, byte[] from, Memory<byte> message)
    {
        byte[] reply = new byte[Handshake.ReplySize];
        MemberSession member = handshake.Accept(message.Span, ++lastRoutingId, reply);
        var node = new NodeSession(member, from, Send, listener!, settings.MaxBody);
        lock (tableGate)
        {
            byTasks.Add(key, node);
            strangers.Add(key, new PreAuthBudget(Now));
        }

        Send(from, reply, reply.Length);
    }

    /// <summary>The first sealed frame of a node: it knows the secret, and says who it is.</summary>
    private void Welcome(NodeSession node, ReadOnlyMemory<byte> text)
    {
        if (!FrameBatch.TryRead(ref text, settings.MaxBody, out _, out Frame frame) || frame.Kind != NodeFrame.NodeHello || node.Hello is not null)
            throw new WireException($"A node sent a frame of kind {(int)frame.Kind} on its tasks' channel.");
        node.HeardAt = Environment.TickCount64;
        NodeHello hello = NodeHello.Read(frame.Body);
        node.Hello = hello;
        node.Offer = node.Member.Offer(SessionChannel.Results);
        byte[] grant = new byte[AnnouncementSealer.GrantSize];
        lock (tableGate)
        {
            strangers.Remove(Key(node.Address)!.Value);
            node.Numbers = Allocate(hello);
            bySession.Add(Convert.ToHexString(node.Member.Tasks.Id), node);
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
        List<Range> taken = [.. bySession.Values.Where(n => n.Hello!.Host == hello.Host).Select(static n => n.Numbers)];
        if (hello.Host == settings.Host)
            taken.Add(new Range(0, settings.LocalWorkers));
        bool isCovered = taken.Exists(static r => r.End.Value > r.Start.Value);
        int count = hello.Workers ?? (isCovered ? 0 : hello.AllowedCores);
        int first = 0;
        while (taken.Find(r => r.Start.Value < first + count && first < r.End.Value) is { End.Value: > 0 } other)
            first = other.End.Value;
        return new Range(first, first + count);
    }

    private void CheckStrangers()
    {
        List<(ulong Key, string Reason)>? late = null;
        lock (tableGate)
        {
            foreach ((ulong key, PreAuthBudget budget) in strangers)
            {
                if (budget.CheckTime(Now) is { } reason)
                    (late ??= []).Add((key, reason));
            }

            foreach ((ulong key, _) in late ?? [])
            {
                strangers.Remove(key);
                byTasks.Remove(key);
            }
        }

        foreach ((_, string reason) in late ?? [])
            Log.Stranger(logger, reason);
    }

    private void CheckSilence()
    {
        NodeSession[] silent;
        long now = Environment.TickCount64;
        lock (tableGate)
            silent = [.. bySession.Values.Where(n => now - n.HeardAt > settings.NodeTimeout.TotalMilliseconds)];
        foreach (NodeSession node in silent)
            Close(node, $"it said nothing for {settings.NodeTimeout.TotalSeconds:0.###} s (WM_ZMQ_WORKER_HEARTBEAT × WM_ZMQ_TIMEOUT_FACTOR)");
    }

    private void Beat()
    {
        NodeSession[] nodes;
        lock (tableGate)
            nodes = [.. bySession.Values];
        foreach (NodeSession node in nodes)
        {
            node.Append(0, new Frame(NodeFrame.MasterHeartbeat));
            node.Flush();
        }
    }

    private void TakeResults()
    {
        while (!stopped.IsSet)
        {
            if (!SealedSocket.TryReceive(results, ResultsWait, isRouter: true, out byte[] from, out Memory<byte> message) || Key(from) is not { } key)
                continue;
            NodeSession? node;
            lock (tableGate)
                byResults.TryGetValue(key, out node);
            try
            {
                if (node is null)
                    Join(key, message);
                else if (node.Receive(message))
                    Leave(node);
            }
            catch (Exception e) when (e is SealException or WireException)
            {
                if (node is null)
                    Log.Stranger(logger, e.Message);
                else
                    Close(node, e.Message);
            }
        }
    }

    private void Join(ulong key, Memory<byte> message)
    {
        NodeSession? node = null;
        if (message.Length == JoinProof.Size)
        {
            lock (tableGate)
                bySession.TryGetValue(Convert.ToHexString(message.Span.Slice(Preamble.Size, 32)), out node);
        }

        if (node?.Offer is not { } offer)
            throw new WireException("Something came that joins no session.");
        node.Joined(offer.Accept(message.Span));
        lock (tableGate)
            byResults[key] = node;
        if (!stopping)
            return;
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
        if (!node.IsClosed && !stopped.IsSet)
            Log.NodeLost(logger, node.Name, reason);
        Remove(node);
        node.Close(reason);
    }

    private void Remove(NodeSession node)
    {
        lock (tableGate)
        {
            foreach (Dictionary<ulong, NodeSession> table in (Dictionary<ulong, NodeSession>[])[byTasks, byResults])
            {
                foreach (ulong key in table.Where(e => e.Value == node).Select(static e => e.Key).ToArray())
                    table.Remove(key);
            }

            bySession.Remove(Convert.ToHexString(node.Member.Tasks.Id));
        }
    }

    private static long Now => Environment.TickCount64 * 1_000_000;

    private static ulong? Key(byte[] id)
    {
        if (id.Length is 0 or > MostIdBytes)
            return null;
        Span<byte> eight = stackalloc byte[MostIdBytes];
        id.CopyTo(eight);
        return BinaryPrimitives.ReadUInt64LittleEndian(eight) ^ ((ulong)id.Length << 56);
    }
}
