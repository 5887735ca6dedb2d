using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;
using WestRpc.ZeroMQ.Zmtp;
using WestRpc.ZeroMQ.Zmtp.Interop;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>A node's connections to its master, after the handshake. One thread receives; anybody sends.</summary>
internal sealed class MasterLink : IDisposable
{
    // How long the master may take to hang up once the node has said that it leaves.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private const int KeepAliveSeconds = 60;

    // How often who joins looks whether it is still to.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly EventPoll poll = new();
    private readonly ReadBuffer buffer = new();
    private readonly List<MasterConnection> connections = [];
    private readonly NodeSettings settings;
    private readonly CancellationToken giveUp;
    private readonly MasterConnection tasks;
    private MasterConnection? resultsConnection;
    private MasterConnection? announcements;
    private MemberSession? member;
    private SealedSession? results;
    private AnnouncementOpener? group;
    private SealedSender? sender;
    private string? broken;

    private MasterLink(Socket socket, NodeSettings settings, CancellationToken giveUp)
    {
        this.settings = settings;
        this.giveUp = giveUp;
        tasks = Add(socket, ZmtpRole.Dealer);
    }

    /// <summary>What the master answered to the node that joins; null before.</summary>
    public NodeWelcome? Welcome { get; private set; }

    /// <summary>Shakes hands with whoever is at the other end; null where nobody answers in time.</summary>
    /// <param name="socket">Connected to the tasks' endpoint; it belongs to the link from here on.</param>
    /// <param name="resultsAddress">Where results go.</param>
    /// <param name="announcementsAddress">Where announcements are heard.</param>
    /// <param name="secret">The run's.</param>
    /// <param name="hello">What the node says of itself.</param>
    /// <param name="settings">How it behaves.</param>
    /// <param name="giveUp">Ends the waiting for answers.</param>
    /// <exception cref="SealException">Whoever answered does not know the secret.</exception>
    /// <exception cref="WireException">It is not of our protocol, or broke the connection off.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static MasterLink? TryJoin(
        Socket socket, IPEndPoint resultsAddress, IPEndPoint announcementsAddress, RunSecret secret, NodeHello hello, NodeSettings settings,
        CancellationToken giveUp = default)
    {
        var link = new MasterLink(socket, settings, giveUp);
        try
        {
            if (link.Greet(secret) && link.Introduce(hello) && link.Join(resultsAddress) && link.Subscribe(announcementsAddress))
            {
                MasterLink joined = link;
                link = null;
                return joined;
            }

            return null;
        }
        finally
        {
            link?.Dispose();
        }
    }

    /// <summary>
    /// Asks the master who it is, and how far its clock is ahead, and joins nothing; null where nobody answers in time.
    /// </summary>
    /// <param name="socket">Connected to the tasks' endpoint; it is closed when this returns.</param>
    /// <param name="secret">The run's.</param>
    /// <param name="settings">How long to wait.</param>
    /// <param name="clock">What the master's is compared with.</param>
    /// <param name="giveUp">Ends the waiting for answers.</param>
    /// <exception cref="SealException">Whoever answered does not know the secret.</exception>
    /// <exception cref="WireException">It is not of our protocol, or broke the connection off.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static (MasterLook Master, TimeSpan Ahead)? TryLook(
        Socket socket, RunSecret secret, NodeSettings settings, TimeProvider clock, CancellationToken giveUp = default)
    {
        using var link = new MasterLink(socket, settings, giveUp);
        if (!link.Greet(secret))
            return null;
        DateTimeOffset asked = clock.GetUtcNow();
        if (link.Ask(NodeFrame.NodeLooks, default, NodeFrame.MasterSeen) is not { } answer)
            return null;
        var master = MasterLook.Read(answer);
        return (master, master.Time - (asked + ((clock.GetUtcNow() - asked) / 2)));
    }

    /// <summary>Bytes that have come on the tasks' channel, of messages that are not whole yet as well.</summary>
    public long BytesHeard => tasks.BytesRead;

    /// <summary>Queues a frame for the master.</summary>
    public void Append(uint worker, in Frame frame) => sender!.Append(worker, frame);

    /// <summary>Sends what was queued; never waits for the master.</summary>
    public void Flush() => sender!.Flush();

    /// <summary>Waits for what comes, reads it, and sends what was held up.</summary>
    public void Wait(TimeSpan timeout)
    {
        int count = poll.Wait((int)Math.Ceiling(timeout.TotalMilliseconds));
        for (int i = 0; i < count; i++)
        {
            (long key, Readiness what) = poll.Ready(i);
            MasterConnection connection = connections[(int)key];
            if (Serve(connection, what) is not { } reason)
                continue;

            // Announcements are hints: who hears none loses nothing. The end of any other connection is that of all.
            if (connection != announcements)
                broken ??= reason;
            connection.Release();
        }
    }

    /// <summary>Takes the next message of the tasks' channel, if one has come.</summary>
    /// <exception cref="SealException">It is not the message that follows.</exception>
    /// <exception cref="WireException">None will come any more: a connection has ended.</exception>
    public bool TryReceive(out ReadOnlyMemory<byte> text)
    {
        text = default;
        if (tasks.Inbox.TryDequeue(out Memory<byte> message))
        {
            text = member!.Tasks.Receiving.Open(message);
            return true;
        }

        return broken is null ? false : throw new WireException(broken);
    }

    /// <summary>Takes the next announcement, if one has come: what of it is so, the master says when it is asked.</summary>
    public bool TryHear(out ReadOnlyMemory<byte> text)
    {
        text = default;
        while (announcements!.Inbox.TryDequeue(out Memory<byte> message))
        {
            if (!group!.TryOpen(message.Span, out Span<byte> opened))
                continue;
            text = message.Slice(SealedFrame.NumberSize, opened.Length);
            return true;
        }

        return false;
    }

    /// <summary>Waits until the master has heard that the node leaves, and hung up; not for long while nothing goes out.</summary>
    public void AwaitEnd()
    {
        long since = Stopwatch.GetTimestamp();
        long waiting = resultsConnection!.Waiting;
        while (broken is null && Stopwatch.GetElapsedTime(since) is var gone && gone < Linger)
        {
            Wait(Linger - gone);
            tasks.Inbox.Clear();
            if (resultsConnection.Waiting is var left && left < waiting)
                (since, waiting) = (Stopwatch.GetTimestamp(), left);
        }
    }

    public void Dispose()
    {
        sender?.Close();
        foreach (MasterConnection connection in connections)
            connection.Release();
        poll.Dispose();
        results?.Dispose();
        group?.Dispose();
        member?.Dispose();
    }

    private bool Greet(RunSecret secret)
    {
        using var handshake = new NodeHandshake(secret);
        byte[] greeting = new byte[Handshake.GreetingSize];
        handshake.WriteGreeting(greeting);
        tasks.Open(atOnce: true);
        Say(tasks, greeting);
        if (!Await(tasks, out Memory<byte> reply, "the server did not take this node's greeting (another secret or version, or no WestRpc server)"))
            return false;
        member = handshake.ReadReply(reply.Span);
        tasks.Trust((int)Math.Min((long)settings.MaxBody + (1 << 20), Array.MaxLength));
        return true;
    }

    private bool Introduce(NodeHello hello)
    {
        if (Ask(NodeFrame.NodeHello, hello.Write(), NodeFrame.NodeWelcome) is not { } welcome)
            return false;
        Welcome = NodeWelcome.Read(welcome);
        return true;
    }

    /// <summary>The node speaks first, sealed: that shows the master that it is there now.</summary>
    private ReadOnlyMemory<byte>? Ask(FrameKind kind, ReadOnlyMemory<byte> body, FrameKind answer)
    {
        var batch = new FrameBatch();
        batch.Append(0, new Frame(kind, body));
        member!.Tasks.Sending.Seal(batch.Message);
        Say(tasks, batch.Message);
        if (!Await(tasks, out Memory<byte> message, "the server did not let this node in"))
            return null;
        ReadOnlyMemory<byte> text = member.Tasks.Receiving.Open(message);
        if (!FrameBatch.TryRead(ref text, settings.MaxBody, out _, out Frame frame) || frame.Kind != answer)
            throw new WireException($"The master answered with a frame of kind {(int)frame.Kind}.");
        return frame.Body;
    }

    private bool Join(IPEndPoint address)
    {
        if (Dialed(address) is not { } socket)
            return false;
        byte[] proof = new byte[JoinProof.Size];
        results = member!.Join(SessionChannel.Results, Welcome!.ResultsOffer, proof);
        resultsConnection = Add(socket, ZmtpRole.Dealer, isHeard: false);
        resultsConnection.Open(atOnce: true);
        Say(resultsConnection, proof);
        sender = new SealedSender(results.Sending, resultsConnection);
        return true;
    }

    /// <summary>The proof is the topic: who has none, hears nothing.</summary>
    private bool Subscribe(IPEndPoint address)
    {
        if (Dialed(address) is not { } socket)
            return false;
        byte[] subscription = new byte[1 + JoinProof.Size];
        subscription[0] = 1;
        member!.Join(SessionChannel.Announcements, Welcome!.AnnouncementsOffer, subscription.AsSpan(1)).Dispose();
        group = new AnnouncementOpener(Welcome.Group, member.Tasks.Security);
        announcements = Add(socket, ZmtpRole.Subscriber);
        KeepAlive(socket);
        announcements.Open(atOnce: true);
        Say(announcements, subscription);
        return true;
    }

    /// <summary>Nothing may be said for hours: what stands between is not to forget the connection.</summary>
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
    }

    private Socket? Dialed(IPEndPoint address) =>
        Dial.ToAsync(address, settings.AnswerTimeout, giveUp).GetAwaiter().GetResult().Socket;

    private MasterConnection Add(Socket socket, ZmtpRole role, bool isHeard = true)
    {
        var connection = new MasterConnection(socket, role, poll, connections.Count, isHeard);
        connections.Add(connection);
        return connection;
    }

    private static void Say(MasterConnection connection, ReadOnlySpan<byte> message)
    {
        connection.Send(message);
        connection.Flush();
    }

    private bool Await(MasterConnection connection, out Memory<byte> message, string otherwise)
    {
        long started = Stopwatch.GetTimestamp();
        while (!connection.Inbox.TryDequeue(out message))
        {
            giveUp.ThrowIfCancellationRequested();
            if (broken is not null)
                throw new WireException($"{otherwise}: {broken}");
            TimeSpan left = settings.AnswerTimeout - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                return false;
            Wait(left < LookEvery ? left : LookEvery);
        }

        return true;
    }

    private string? Serve(MasterConnection connection, Readiness what)
    {
        try
        {
            if ((what & Readiness.Write) != 0)
                connection.Flush();
            return (what & ~Readiness.Write) != 0 ? connection.Read(buffer) : null;
        }
        catch (ZmtpException e)
        {
            return e.Message;
        }
    }
}
