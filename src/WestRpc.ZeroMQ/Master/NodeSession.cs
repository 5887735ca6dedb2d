using System.Text;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Master;

/// <summary>
/// One node from its handshake to its end: its workers, and the frames that go to them together. What comes is worked on by one
/// thread at a time, under a lock.
/// </summary>
internal sealed class NodeSession(
    MemberSession member, IMessageSink tasks, ITransportListener listener, Action<NodeSession> confirm, RunningClock clock, int maxBody)
{
    private readonly Lock receiving = new();
    private readonly SealedSender sender = new(member.Tasks.Sending, tasks);
    private readonly Dictionary<uint, RemoteWorker> workers = [];
    private readonly List<IChannelReceiver> touched = [];
    private SealedSession? results;
    private IMessageSink? resultsConnection;
    private IMessageSink? announcementsConnection;
    private TransferProgress transfer;
    private long heardAt = clock.Now;
    private long vouchedAt;
    private bool isLeaving;
    private bool isWithdrawn;
    private volatile bool closed;

    public MemberSession Member { get; } = member;

    /// <summary>What it said of itself; null before.</summary>
    public NodeHello? Hello { get; set; }

    /// <summary>Lets it open its channel for results; null before it has greeted.</summary>
    public JoinOffer? ResultsOffer { get; set; }

    /// <summary>Lets it hear announcements; null before it has greeted.</summary>
    public JoinOffer? AnnouncementsOffer { get; set; }

    /// <summary>How long it may say nothing.</summary>
    public required TimeSpan Silence { get; init; }

    /// <summary>The numbers of its workers on its host.</summary>
    public Range Numbers { get; set; }

    /// <summary>The session's id, which is no secret.</summary>
    public string Id { get; } = Convert.ToHexString(member.Tasks.Id);

    /// <summary>When it was last heard of, by the server's clock.</summary>
    public long HeardAt => Volatile.Read(ref heardAt);

    /// <summary>Why it leaves, where that is not in order; else empty.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>Whether it can send results.</summary>
    public bool HasJoined => results is not null;

    public bool IsClosed => closed;

    public string Name => Hello is { } hello ? $"node {hello.Host} (process {hello.ProcessId})" : "a node";

    /// <summary>The first message of its connection for results.</summary>
    /// <exception cref="SealException">It is no proof that it is this session's.</exception>
    /// <exception cref="WireException">The session is over.</exception>
    public void Join(ReadOnlySpan<byte> proof, IMessageSink connection)
    {
        lock (receiving)
        {
            RequireOpen();
            results = ResultsOffer!.Accept(proof);
            resultsConnection = connection;
        }
    }

    /// <summary>The same of that for announcements, which it hears until the session is over.</summary>
    /// <exception cref="SealException">It is no proof that it is this session's.</exception>
    /// <exception cref="WireException">The session is over.</exception>
    public void Subscribe(ReadOnlySpan<byte> proof, IMessageSink connection)
    {
        lock (receiving)
        {
            RequireOpen();
            AnnouncementsOffer!.Accept(proof).Dispose();
            announcementsConnection = connection;
        }
    }

    public void Append(uint worker, in Frame frame) => sender.Append(worker, frame);

    public void Flush() => sender.Flush();

    /// <summary>A sealed message of its results' channel; what comes of it is worked on when the batch ends.</summary>
    /// <exception cref="SealException">It is not the one that follows.</exception>
    /// <exception cref="WireException">It is not of our protocol.</exception>
    /// <returns>Whether the node says that it leaves.</returns>
    public bool Receive(Memory<byte> message)
    {
        lock (receiving)
        {
            if (closed)
                return false;
            vouchedAt = clock.Now;
            Volatile.Write(ref heardAt, vouchedAt);
            bool leaves = false;
            ReadOnlyMemory<byte> text = results!.Receiving.Open(message);
            while (FrameBatch.TryRead(ref text, maxBody, out uint worker, out Frame frame))
                leaves |= Receive(worker, frame);
            return leaves;
        }
    }

    /// <summary>So many bytes of its results' channel have come so far, of a message that is not whole yet as well.</summary>
    public void Came(long bytes)
    {
        lock (receiving)
        {
            if (closed || !transfer.IsSignOfLife(bytes))
                return;
            long now = clock.Now;
            Volatile.Write(ref heardAt, now);
            if (now - vouchedAt >= Silence.TotalMilliseconds / 2)
                VouchForWorkers(now);
        }
    }

    /// <summary>No more messages are at hand.</summary>
    public void BatchEnded()
    {
        lock (receiving)
        {
            foreach (IChannelReceiver receiver in touched)
                receiver.BatchEnded();
            touched.Clear();
        }
    }

    /// <summary>Tells it that this session is over, where it can be told.</summary>
    public void Refuse(string reason)
    {
        if (Hello is null)
            return;
        Append(0, new Frame(NodeFrame.NodeRefused, Encoding.UTF8.GetBytes(reason)));
        Flush();
    }

    /// <summary>It is gone, and its workers and keys with it.</summary>
    public void Close(string reason)
    {
        if (!sender.Close())
            return;
        closed = true;
        lock (receiving)
        {
            foreach (RemoteWorker worker in workers.Values)
                worker.Receiver!.Closed(new WorkerEnd(reason, IsInOrder: isWithdrawn));
            workers.Clear();
            touched.Clear();
            Member.Tasks.Close(reason);
            results?.Close(reason);

            // Nobody seals any more, and who opens does so under this lock.
            Member.Dispose();
            results?.Dispose();
            resultsConnection?.Close(reason);
            announcementsConnection?.Close(reason);
        }

        tasks.Close(reason);
    }

    private void RequireOpen()
    {
        if (closed)
            throw new WireException("Its session is over.");
    }

    private bool Receive(uint number, in Frame frame)
    {
        switch (frame.Kind)
        {
            case NodeFrame.NodeHeartbeat:
                break;
            case NodeFrame.AnnouncementHeard:
                confirm(this);
                break;
            case NodeFrame.NodeLeaves:
                Trouble = Encoding.UTF8.GetString(frame.Body.Span);
                return true;
            case NodeFrame.NodeDrains:
                BeginLeaving();
                break;
            case NodeFrame.NodeWithdraws:
                isWithdrawn = true;
                BeginLeaving();
                break;
            case NodeFrame.WorkerJoined:
                (WorkerIdentity identity, ResourceSet offer) = WorkerMessages.ReadJoined(frame.Body);
                var joined = new RemoteWorker(this, number, identity, offer);
                if (!workers.TryAdd(number, joined))
                    throw new WireException($"Worker {number} joins twice.");
                joined.Receiver = listener.Joined(joined);
                if (isLeaving)
                    joined.Receiver.Leaving();
                break;
            case NodeFrame.WorkerEnded:
                if (workers.Remove(number, out RemoteWorker? ended))
                {
                    touched.Remove(ended.Receiver!);
                    ended.Receiver!.Closed(WorkerMessages.ReadEnded(frame.Body) with { IsInOrder = isWithdrawn });
                }

                break;
            default:
                if (!workers.TryGetValue(number, out RemoteWorker? worker))
                    throw new WireException($"Worker {number} speaks, and has not joined.");
                Receive(worker, frame);
                break;
        }

        return false;
    }

    /// <summary>What is not of our protocol is that worker's fault, not its node's: it is ended, and the others go on.</summary>
    private void Receive(RemoteWorker worker, in Frame frame)
    {
        if (worker.IsBroken)
            return;
        try
        {
            worker.Receiver!.Received(frame);
        }
        catch (WireException e)
        {
            worker.IsBroken = true;
            worker.Kill(e.Message);
            return;
        }

        if (!touched.Contains(worker.Receiver))
            touched.Add(worker.Receiver);
    }

    /// <summary>What workers say comes behind the message that is under way: that they live as well.</summary>
    private void VouchForWorkers(long now)
    {
        vouchedAt = now;
        foreach (RemoteWorker worker in workers.Values.Where(static w => w.IsAccepted))
            Receive(worker, new Frame(FrameKind.Heartbeat));
    }

    private void BeginLeaving()
    {
        isLeaving = true;
        foreach (RemoteWorker worker in workers.Values)
            worker.Receiver!.Leaving();
    }
}
