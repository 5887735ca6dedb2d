using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>Where a node's relay puts what is for the master.</summary>
internal interface IUplink
{
    /// <summary>Queues a frame of a worker, or, with 0, of the node. From any thread; never blocks.</summary>
    void Append(uint worker, in Frame frame);

    /// <summary>Puts what was queued on its way. From any thread; never blocks.</summary>
    void Flush();

    /// <summary>The node can do nothing for its master any more.</summary>
    void Failed(Exception reason);
}

/// <summary>
/// Passes frames between the master and a node's workers, each of which has a number in the session, and looks into none. To the
/// master each worker is as if it were its own: all that is decided is decided there. Knows no socket and no clock.
/// </summary>
internal sealed class Relay(IUplink master) : ITransportListener
{
    private readonly Lock gate = new();
    private readonly Dictionary<uint, IWorkerChannel> workers = [];
    private readonly List<IWorkerChannel> touched = [];
    private uint last;
    private volatile bool withdrawn;

    /// <summary>Whether no worker is here.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
                return workers.Count == 0;
        }
    }

    /// <summary>A local worker has joined: the master hears of it before it hears what it says.</summary>
    public IChannelReceiver Joined(IWorkerChannel channel)
    {
        uint number;
        lock (gate)
        {
            number = ++last;
            workers.Add(number, channel);
        }

        ReadOnlyMemory<byte> body = WorkerMessages.Joined(channel.Worker, channel.Offer);
        master.Append(number, new Frame(NodeFrame.WorkerJoined, body));
        master.Flush();
        return new Receiver(this, number);
    }

    public void Failed(Exception reason) => master.Failed(reason);

    /// <summary>A frame from the master for a worker; what is for one that is gone is dropped. One thread at a time.</summary>
    public void Receive(uint worker, in Frame frame)
    {
        IWorkerChannel? channel;
        lock (gate)
            workers.TryGetValue(worker, out channel);
        if (channel is null)
            return;
        switch (frame.Kind)
        {
            case NodeFrame.WorkerAccepted:
                channel.Accepted();
                break;
            case NodeFrame.WorkerKill:
                channel.Kill(frame.Body.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(frame.Body.Span));
                break;
            default:
                channel.Send(frame);
                if (!touched.Contains(channel))
                    touched.Add(channel);
                break;
        }
    }

    /// <summary>
    /// Tells all workers to stop. What they cancel for it, or fail at, is no answer to their master, which gives it to others
    /// when they are gone. On the thread that receives.
    /// </summary>
    public void Withdraw()
    {
        withdrawn = true;
        IWorkerChannel[] all;
        lock (gate)
            all = [.. workers.Values];
        foreach (IWorkerChannel channel in all)
        {
            channel.Send(new Frame(FrameKind.Stop));
            channel.Flush();
        }
    }

    /// <summary>No more frames of the master are at hand.</summary>
    public void BatchEnded()
    {
        foreach (IWorkerChannel channel in touched)
            channel.Flush();
        touched.Clear();
    }

    private void Append(uint worker, in Frame frame) => master.Append(worker, frame);

    private void Flush() => master.Flush();

    private void Ended(uint worker, WorkerEnd end)
    {
        lock (gate)
            workers.Remove(worker);
        master.Append(worker, new Frame(NodeFrame.WorkerEnded, WorkerMessages.Ended(end)));
        master.Flush();
    }

    private sealed class Receiver(Relay relay, uint worker) : IChannelReceiver
    {
        public void Received(in Frame frame)
        {
            if (frame.Kind > FrameKind.Heartbeat)
                throw new WireException($"A worker sent a frame of kind {(int)frame.Kind}, which is not for the master.");
            if (!relay.withdrawn || frame.Kind is not (FrameKind.Failure or FrameKind.Canceled))
                relay.Append(worker, frame);
        }

        public void BatchEnded() => relay.Flush();

        public void Leaving()
        {
            // Workers of this machine leave when their node does.
        }

        public void Closed(WorkerEnd end) => relay.Ended(worker, end);
    }
}
