using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.Workers;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Master;

/// <summary>
/// One node from its handshake to its end: its workers, and the frames that go to them together. Sealing and sending go in one
/// order, under one lock; what comes is worked on by one thread at a time, under another.
/// </summary>
internal sealed class NodeSession(MemberSession member, byte[] address, Func<byte[], byte[], int, bool> send, ITransportListener listener, int maxBody)
{
    // So much is sent at once even where more is to come.
    private const int LargeBatch = 256 * 1024;

    private readonly Lock sending = new();
    private readonly Lock receiving = new();
    private readonly FrameBatch batch = new();
    private readonly Dictionary<uint, RemoteWorker> workers = [];
    private readonly List<IChannelReceiver> touched = [];
    private SealedSession? results;
    private volatile bool closed;

    /// <summary>Its connection for tasks, as the socket calls it.</summary>
    public byte[] Address { get; } = address;

    public MemberSession Member { get; } = member;

    /// <summary>What it said of itself; null before.</summary>
    public NodeHello? Hello { get; set; }

    /// <summary>Lets it open its channel for results; null before it has greeted.</summary>
    public JoinOffer? Offer { get; set; }

    /// <summary>The numbers of its workers on its host.</summary>
    public Range Numbers { get; set; }

    /// <summary>When it was last heard of, by <see cref="Environment.TickCount64"/>.</summary>
    public long HeardAt { get; set; } = Environment.TickCount64;

    /// <summary>Whether it can send results.</summary>
    public bool HasJoined => results is not null;

    public bool IsClosed => closed;

    public string Name => Hello is { } hello ? $"node {hello.Host} (process {hello.ProcessId})" : "a node";

    public void Joined(SealedSession channel) => results = channel;

    public void Append(uint worker, in Frame frame)
    {
        lock (sending)
        {
            if (closed)
                return;
            batch.Append(worker, frame);
            if (batch.Length >= LargeBatch)
                SendBatch();
        }
    }

    public void Flush()
    {
        lock (sending)
        {
            if (!closed && !batch.IsEmpty)
                SendBatch();
        }
    }

    /// <summary>A sealed message of its results' channel.</summary>
    /// <exception cref="SealException">It is not the one that follows.</exception>
    /// <exception cref="WireException">It is not of our protocol.</exception>
    /// <returns>Whether the node says that it leaves.</returns>
    public bool Receive(Memory<byte> message)
    {
        lock (receiving)
        {
            if (closed)
                return false;
            HeardAt = Environment.TickCount64;
            bool leaves = false;
            ReadOnlyMemory<byte> text = SealedSocket.Open(results!, message);
            while (FrameBatch.TryRead(ref text, maxBody, out uint worker, out Frame frame))
                leaves |= Receive(worker, frame);
            foreach (IChannelReceiver receiver in touched)
                receiver.BatchEnded();
            touched.Clear();
            return leaves;
        }
    }

    /// <summary>It is gone, and its workers with it.</summary>
    public void Close(string reason)
    {
        lock (sending)
        {
            if (closed)
                return;
            closed = true;
        }

        lock (receiving)
        {
            foreach (RemoteWorker worker in workers.Values)
                worker.Receiver!.Closed(new WorkerEnd(reason));
            workers.Clear();
            Member.Tasks.Close(reason);
            results?.Close(reason);
        }
    }

    private bool Receive(uint number, in Frame frame)
    {
        switch (frame.Kind)
        {
            case NodeFrame.NodeHeartbeat:
                break;
            case NodeFrame.NodeLeaves:
                return true;
            case NodeFrame.WorkerJoined:
                (WorkerIdentity identity, ResourceSet offer) = WorkerMessages.ReadJoined(frame.Body);
                var joined = new RemoteWorker(this, number, identity, offer);
                if (!workers.TryAdd(number, joined))
                    throw new WireException($"Worker {number} joins twice.");
                joined.Receiver = listener.Joined(joined);
                break;
            case NodeFrame.WorkerEnded:
                if (workers.Remove(number, out RemoteWorker? ended))
                {
                    touched.Remove(ended.Receiver!);
                    ended.Receiver!.Closed(WorkerMessages.ReadEnded(frame.Body));
                }

                break;
            default:
                if (!workers.TryGetValue(number, out RemoteWorker? worker))
                    throw new WireException($"Worker {number} speaks, and has not joined.");
                worker.Receiver!.Received(frame);
                if (!touched.Contains(worker.Receiver))
                    touched.Add(worker.Receiver);
                break;
        }

        return false;
    }

    private void SendBatch()
    {
        (byte[] message, int size) = batch.Take();
        Member.Tasks.Sending.Seal(message.AsSpan(0, size));
        send(Address, message, size);
    }
}
