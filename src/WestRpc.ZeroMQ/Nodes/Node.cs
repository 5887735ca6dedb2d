using System.Text;
using Microsoft.Extensions.Logging;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;
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

/// <summary>One node, from the moment that its master answered: its workers, and the relay between them and the master.</summary>
internal sealed class Node : IUplink, IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly MasterLink link;
    private readonly NodeSettings settings;
    private readonly ILogger logger;
    private readonly IWorkerTransport workers;
    private readonly Relay relay;
    private Task? stopping;
    private bool draining;
    private string? refusal;
    private volatile Exception? failure;

    /// <param name="link">The way to the master.</param>
    /// <param name="workers">Brings the workers that the master said; this disposes it.</param>
    /// <param name="settings">How to behave.</param>
    /// <param name="logger">Where it says what happens.</param>
    public Node(MasterLink link, IWorkerTransport workers, NodeSettings settings, ILogger logger)
    {
        this.link = link;
        this.workers = workers;
        this.settings = settings;
        this.logger = logger;
        relay = new Relay(this);
    }

    /// <summary>Serves until the end; the calling thread is the one that receives.</summary>
    /// <param name="stop">Its machine is to be given up: its workers are told to end at once.</param>
    /// <param name="drain">Nothing else is to begin: it leaves when what runs has ended.</param>
    public NodeEnd Serve(CancellationToken stop, CancellationToken drain)
    {
        var silence = TimeSpan.FromMilliseconds(link.Welcome!.HeartbeatMilliseconds * settings.TimeoutFactor);
        workers.Start(relay);
        var clock = new RunningClock(Environment.TickCount64);
        long heard = 0;
        long beat = 0;
        try
        {
            while (stopping is not { IsCompleted: true })
            {
                link.Wait(Look < settings.Heartbeat ? Look : settings.Heartbeat);
                long now = clock.Tick(Environment.TickCount64);
                while (refusal is null && link.TryReceive(out ReadOnlyMemory<byte> text))
                {
                    heard = now;
                    Take(text);
                }

                relay.BatchEnded();
                if (now - heard > silence.TotalMilliseconds)
                    return Lose($"it said nothing for {silence.TotalSeconds:0.###} s (WM_ZMQ_MASTER_HEARTBEAT × WM_ZMQ_TIMEOUT_FACTOR)");

                while (link.TryHear(out ReadOnlyMemory<byte> announced))
                    Hear(announced);
                if (refusal is not null)
                    return Lose($"it gave this node up, since {refusal}");
                if (failure is not null)
                    return Kill(NodeEnd.NoWorkers, failure.Message);
                if (stop.IsCancellationRequested)
                    Withdraw();
                else if (drain.IsCancellationRequested)
                    Drain();
                if (clock.Now - beat < settings.Heartbeat.TotalMilliseconds)
                    continue;
                beat = clock.Now;
                Append(0, new Frame(NodeFrame.NodeHeartbeat));
                Flush();
            }

            Leave("");
            link.AwaitEnd();
            return NodeEnd.Stopped;
        }
        catch (Exception e) when (e is SealException or WireException)
        {
            return stopping is null ? Lose(e.Message) : Kill(NodeEnd.Stopped, e.Message);
        }
    }

    public ValueTask DisposeAsync() => stopping is null ? workers.DisposeAsync() : new ValueTask(stopping);

    public void Append(uint worker, in Frame frame) => link.Append(worker, frame);

    public void Flush() => link.Flush();

    public void Failed(Exception reason)
    {
        failure = reason;
        Console.Error.WriteLine(reason.Message);
    }

    private void Take(ReadOnlyMemory<byte> text)
    {
        while (FrameBatch.TryRead(ref text, settings.MaxBody, out uint worker, out Frame frame))
        {
            if (worker > 0)
                relay.Receive(worker, frame);
            else if (frame.Kind == NodeFrame.NodeStop)
                BeginStop();
            else if (frame.Kind == NodeFrame.NodeRefused)
                refusal = Encoding.UTF8.GetString(frame.Body.Span);
        }
    }

    /// <summary>Any node could have made it: it is asked about, not obeyed.</summary>
    private void Hear(ReadOnlyMemory<byte> text)
    {
        try
        {
            if (stopping is not null || !FrameBatch.TryRead(ref text, settings.MaxBody, out _, out Frame frame) || frame.Kind != NodeFrame.NodeStop)
                return;
            Append(0, new Frame(NodeFrame.AnnouncementHeard));
            Flush();
        }
        catch (WireException)
        {
            // Its maker has the group's key, but need not be the master.
        }
    }

    /// <summary>The master tells its workers to stop as well; this receives until they have.</summary>
    private void BeginStop()
    {
        if (stopping is not null)
            return;
        workers.BeginStop();
        stopping = workers.DisposeAsync().AsTask();
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

    private NodeEnd Lose(string reason)
    {
        Log.ServerLost(logger, $"{reason}; its workers here are ended.");
        return Kill(NodeEnd.MasterLost, $"it lost its server: {reason}");
    }

    private NodeEnd Kill(NodeEnd end, string reason)
    {
        Leave(reason);
        workers.Kill();
        stopping ??= workers.DisposeAsync().AsTask();
        stopping.Wait();
        if (end == NodeEnd.NoWorkers)
            link.AwaitEnd();
        return end;
    }

    private void Leave(string reason) => Say(NodeFrame.NodeLeaves, reason);

    private void Say(FrameKind kind, string text = "")
    {
        Append(0, new Frame(kind, Encoding.UTF8.GetBytes(text)));
        Flush();
    }
}
