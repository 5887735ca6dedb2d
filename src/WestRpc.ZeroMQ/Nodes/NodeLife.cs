using System.Text;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>How a node's time with a master ended.</summary>
internal enum NodeEnd
{
    /// <summary>The master said so, or the node was told to stop.</summary>
    Stopped,

    /// <summary>The master is silent, gave this node up, or what it says is broken.</summary>
    MasterLost,

    /// <summary>No worker can be started here.</summary>
    NoWorkers,
}

/// <summary>How a node's time with a master ended, and why.</summary>
internal readonly record struct NodeVerdict(NodeEnd End, string Reason = "");

/// <summary>
/// What a node does about what it hears of its master, about silence, and when it is to leave. Knows no socket and no clock; one
/// thread at a time.
/// </summary>
/// <param name="master">Where it puts what is for the master.</param>
/// <param name="workers">Brings its workers.</param>
/// <param name="silence">A master that says nothing for so long is lost.</param>
/// <param name="settings">How to behave.</param>
internal sealed class NodeLife(IUplink master, IWorkerTransport workers, TimeSpan silence, NodeSettings settings)
{
    private readonly Relay relay = new(master);
    private TransferProgress transfer;
    private Task? stopping;
    private long heard;
    private long beat;
    private bool draining;
    private string? refusal;
    private volatile Exception? failure;

    /// <summary>Completes when its workers are gone, which end now where nobody has told them to.</summary>
    public Task Gone => stopping ??= workers.DisposeAsync().AsTask();

    public void Start() => workers.Start(relay);

    /// <summary>No worker can be started here. From any thread.</summary>
    public void Failed(Exception reason) => failure = reason;

    /// <summary>A message of the master has come.</summary>
    /// <param name="text">Its frames.</param>
    /// <param name="now">Milliseconds from the beginning in which the node ran.</param>
    /// <exception cref="WireException">It is not of our protocol.</exception>
    public void Received(ReadOnlyMemory<byte> text, long now)
    {
        heard = now;
        while (FrameBatch.TryRead(ref text, settings.MaxBody, out uint worker, out Frame frame))
        {
            if (worker > 0)
                relay.Receive(worker, frame);
            else if (frame.Kind == NodeFrame.NodeStop)
                BeginStop();
            else if (frame.Kind == NodeFrame.NodeRefused)
                refusal = Encoding.UTF8.GetString(frame.Body.Span);
        }

        relay.BatchEnded();
    }

    /// <summary>So many bytes of the master have come so far, of a message that is not whole yet as well.</summary>
    public void Came(long bytes, long now)
    {
        if (transfer.IsSignOfLife(bytes))
            heard = now;
    }

    /// <summary>An announcement has come. Any node could have made it: it is asked about, not obeyed.</summary>
    public void Announced(ReadOnlyMemory<byte> text)
    {
        try
        {
            if (stopping is null && FrameBatch.TryRead(ref text, settings.MaxBody, out _, out Frame frame) && frame.Kind == NodeFrame.NodeStop)
                Say(NodeFrame.AnnouncementHeard);
        }
        catch (WireException)
        {
            // Its maker has the group's key, but need not be the master.
        }
    }

    /// <summary>Does what is due; to be called often.</summary>
    /// <param name="now">Milliseconds from the beginning in which the node ran.</param>
    /// <param name="stop">Its machine is to be given up: its workers are told to end at once.</param>
    /// <param name="drain">Nothing else is to begin: it leaves when what runs has ended.</param>
    /// <returns>How it ended; null while it goes on.</returns>
    public NodeVerdict? Look(long now, bool stop, bool drain)
    {
        if (stopping is { IsCompleted: true })
        {
            Say(NodeFrame.NodeLeaves);
            return new NodeVerdict(NodeEnd.Stopped);
        }

        if (now - heard > silence.TotalMilliseconds)
            return Lose($"it said nothing for {silence.TotalSeconds:0.###} s (WM_ZMQ_MASTER_HEARTBEAT × WM_ZMQ_TIMEOUT_FACTOR)");
        if (refusal is not null)
            return LoseRefused();
        if (failure is not null)
            return Kill(new NodeVerdict(NodeEnd.NoWorkers, failure.Message), failure.Message);
        if (stop)
            Withdraw();
        else if (drain)
            Drain();
        if (now - beat >= settings.Heartbeat.TotalMilliseconds)
        {
            beat = now;
            Say(NodeFrame.NodeHeartbeat);
        }

        return null;
    }

    /// <summary>Nothing can be said to the master any more, nor heard of it.</summary>
    public NodeVerdict Broken(string reason)
    {
        if (refusal is not null)
            return LoseRefused();
        return stopping is null ? Lose(reason) : Kill(new NodeVerdict(NodeEnd.Stopped), reason);
    }

    private NodeVerdict LoseRefused() => Lose($"it gave this node up, since {refusal}");

    /// <summary>The master is lost: all workers here are ended.</summary>
    private NodeVerdict Lose(string reason) => Kill(new NodeVerdict(NodeEnd.MasterLost, reason), $"it lost its server: {reason}");

    private NodeVerdict Kill(NodeVerdict verdict, string reason)
    {
        Say(NodeFrame.NodeLeaves, reason);
        workers.Kill();
        _ = Gone;
        return verdict;
    }

    /// <summary>The master tells its workers to stop as well; this receives until they have.</summary>
    private void BeginStop()
    {
        if (stopping is not null)
            return;
        workers.BeginStop();
        _ = Gone;
    }

    /// <summary>Its workers are told to end at once; what they did not finish goes to others.</summary>
    private void Withdraw()
    {
        if (stopping is not null)
            return;
        Say(NodeFrame.NodeWithdraws);
        relay.Withdraw();
        BeginStop();
    }

    private void Drain()
    {
        if (stopping is not null)
            return;
        if (!draining)
        {
            draining = true;
            workers.BeginStop();
            Say(NodeFrame.NodeDrains);
        }

        if (relay.IsEmpty)
            BeginStop();
    }

    private void Say(FrameKind kind, string text = "")
    {
        master.Append(0, new Frame(kind, Encoding.UTF8.GetBytes(text)));
        master.Flush();
    }
}
