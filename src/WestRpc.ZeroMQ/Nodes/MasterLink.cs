using System.Net;
using NetMQ;
using NetMQ.Sockets;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>
/// A node's connections to its master, after the handshake. One thread receives; anybody sends, under one lock, so that frames
/// are sent in the order in which they were sealed.
/// </summary>
internal sealed class MasterLink : IDisposable
{
    private const int LargeBatch = 256 * 1024;
    private const int LargestAnnouncement = 1024;
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly Lock sending = new();
    private readonly FrameBatch batch = new();
    private readonly DealerSocket tasks;
    private readonly MemberSession member;
    private readonly int maxBody;
    private DealerSocket? results;
    private SealedSession? channel;
    private XSubscriberSocket? announcements;
    private AnnouncementOpener? group;
    private bool disposed;

    private MasterLink(IPEndPoint address, DealerSocket tasks, MemberSession member, int maxBody)
    {
        Address = address;
        this.tasks = tasks;
        this.member = member;
        this.maxBody = maxBody;
    }

    /// <summary>Where the master answered.</summary>
    public IPEndPoint Address { get; }

    /// <summary>What the master answered to the node that joins; null before.</summary>
    public NodeWelcome? Welcome { get; private set; }

    /// <summary>Shakes hands at one address; null where nobody answers there in time.</summary>
    /// <exception cref="SealException">Whoever answered does not know the secret.</exception>
    /// <exception cref="WireException">It is not of our protocol.</exception>
    public static MasterLink? TryConnect(
        IPEndPoint tasksAddress, IPEndPoint resultsAddress, IPEndPoint announcementsAddress, RunSecret secret, NodeHello hello, NodeSettings settings)
    {
        DealerSocket tasks = NewSocket(settings.MaxBody);
        MasterLink? link = null;
        try
        {
            tasks.Connect($"tcp://{tasksAddress}");
            using var handshake = new NodeHandshake(secret);
            byte[] greeting = new byte[Handshake.GreetingSize];
            handshake.WriteGreeting(greeting);
            SealedSocket.Send(tasks, greeting, greeting.Length);
            if (!SealedSocket.TryReceive(tasks, settings.AnswerTimeout, out Memory<byte> reply))
                return null;
            link = new MasterLink(tasksAddress, tasks, handshake.ReadReply(reply.Span), settings.MaxBody);
            if (!link.Introduce(hello, settings.AnswerTimeout))
                return null;
            link.Join($"tcp://{resultsAddress}");
            link.Subscribe($"tcp://{announcementsAddress}");
            MasterLink good = link;
            link = null;
            tasks = null!;
            return good;
        }
        finally
        {
            link?.Dispose();
            if (link is null)
                tasks?.Dispose();
        }
    }

    /// <summary>Queues a frame for the master.</summary>
    public void Append(uint worker, in Frame frame)
    {
        lock (sending)
        {
            if (disposed)
                return;
            batch.Append(worker, frame);
            if (batch.Length >= LargeBatch)
                SendBatch();
        }
    }

    /// <summary>Sends what was queued.</summary>
    public void Flush()
    {
        lock (sending)
        {
            if (!disposed && !batch.IsEmpty)
                SendBatch();
        }
    }

    /// <summary>Waits for a message; false where none came.</summary>
    /// <exception cref="SealException">It is not the one that follows.</exception>
    public bool TryReceive(TimeSpan timeout, out ReadOnlyMemory<byte> text)
    {
        text = default;
        if (!SealedSocket.TryReceive(tasks, timeout, out Memory<byte> message))
            return false;
        text = SealedSocket.Open(member.Tasks, message);
        return true;
    }

    /// <summary>Whether an announcement has come: what of it is so, the master says when it is asked.</summary>
    public bool TryHear(out ReadOnlyMemory<byte> text)
    {
        while (SealedSocket.TryReceive(announcements!, TimeSpan.Zero, out Memory<byte> message))
        {
            if (!group!.TryOpen(message.Span, out Span<byte> opened))
                continue;
            text = message.Slice(SealedFrame.NumberSize, opened.Length);
            return true;
        }

        text = default;
        return false;
    }

    public void Dispose()
    {
        lock (sending)
        {
            disposed = true;
            announcements?.Dispose();
            results?.Dispose();
            tasks.Dispose();
        }

        channel?.Dispose();
        group?.Dispose();
        member.Dispose();
    }

    private static DealerSocket NewSocket(int maxBody)
    {
        var socket = new DealerSocket();
        socket.Options.Linger = Linger;
        socket.Options.SendHighWatermark = socket.Options.ReceiveHighWatermark = 0;
        socket.Options.MaxMsgSize = maxBody + (1 << 20);
        return socket;
    }

    /// <summary>The node speaks first, sealed: that shows the master that it is there now.</summary>
    private bool Introduce(NodeHello hello, TimeSpan timeout)
    {
        batch.Append(0, new Frame(NodeFrame.NodeHello, hello.Write()));
        (byte[] message, int size) = batch.Take();
        member.Tasks.Sending.Seal(message.AsSpan(0, size));
        SealedSocket.Send(tasks, message, size);
        if (!TryReceive(timeout, out ReadOnlyMemory<byte> text) || !FrameBatch.TryRead(ref text, maxBody, out _, out Frame frame))
            return false;
        if (frame.Kind != NodeFrame.NodeWelcome)
            throw new WireException($"The master answered with a frame of kind {(int)frame.Kind}.");
        Welcome = NodeWelcome.Read(frame.Body);
        return true;
    }

    private void Join(string address)
    {
        byte[] proof = new byte[JoinProof.Size];
        channel = member.Join(SessionChannel.Results, Welcome!.ResultsOffer, proof);
        results = NewSocket(maxBody);

        // Nothing is said to it; what comes all the same is not to pile up.
        results.Options.ReceiveHighWatermark = 1;
        results.Connect(address);
        SealedSocket.Send(results, proof, proof.Length);
    }

    /// <summary>The proof is the topic: who has none, hears nothing.</summary>
    private void Subscribe(string address)
    {
        byte[] subscription = new byte[1 + JoinProof.Size];
        subscription[0] = 1;
        member.Join(SessionChannel.Announcements, Welcome!.AnnouncementsOffer, subscription.AsSpan(1)).Dispose();
        group = new AnnouncementOpener(Welcome.Group, member.Tasks.Security);
        announcements = new XSubscriberSocket();
        announcements.Options.Linger = TimeSpan.Zero;
        announcements.Options.MaxMsgSize = LargestAnnouncement;
        announcements.Connect(address);
        SealedSocket.Send(announcements, subscription, subscription.Length);
    }

    private void SendBatch()
    {
        (byte[] message, int size) = batch.Take();
        channel!.Sending.Seal(message.AsSpan(0, size));
        SealedSocket.Send(results!, message, size);
    }
}
