using Microsoft.Extensions.Logging;
using WestRpc.Transports;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>One node, from the moment that its master answered: brings to its life what comes, and the time.</summary>
internal sealed class Node : IUplink, IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly MasterLink link;
    private readonly NodeSettings settings;
    private readonly ILogger logger;
    private readonly NodeLife life;

    /// <param name="link">The way to the master.</param>
    /// <param name="workers">Brings the workers that the master said; this disposes it.</param>
    /// <param name="settings">How to behave.</param>
    /// <param name="logger">Where it says what happens.</param>
    public Node(MasterLink link, IWorkerTransport workers, NodeSettings settings, ILogger logger)
    {
        this.link = link;
        this.settings = settings;
        this.logger = logger;
        life = new NodeLife(this, workers, TimeSpan.FromMilliseconds(link.Welcome!.HeartbeatMilliseconds * settings.TimeoutFactor), settings);
    }

    /// <summary>Serves until the end; the calling thread is the one that receives.</summary>
    /// <param name="stop">Its machine is to be given up: its workers are told to end at once.</param>
    /// <param name="drain">Nothing else is to begin: it leaves when what runs has ended.</param>
    public NodeEnd Serve(CancellationToken stop, CancellationToken drain)
    {
        life.Start();
        NodeVerdict verdict = Listen(stop, drain);
        if (verdict.End == NodeEnd.MasterLost)
            Log.ServerLost(logger, $"{verdict.Reason}; its workers here are ended.");
        life.Gone.Wait();
        if (verdict.End != NodeEnd.MasterLost)
            link.AwaitEnd();
        return verdict.End;
    }

    public ValueTask DisposeAsync() => new(life.Gone);

    public void Append(uint worker, in Frame frame) => link.Append(worker, frame);

    public void Flush() => link.Flush();

    public void Failed(Exception reason)
    {
        life.Failed(reason);
        WorkOutput.Default.WriteLine(new WorkOutputLine(reason.Message, IsError: true));
    }

    private NodeVerdict Listen(CancellationToken stop, CancellationToken drain)
    {
        var clock = new RunningClock(Environment.TickCount64);
        try
        {
            while (true)
            {
                link.Wait(LookEvery < settings.Heartbeat ? LookEvery : settings.Heartbeat);
                long now = clock.Tick(Environment.TickCount64);
                life.Came(link.BytesHeard, now);
                while (link.TryReceive(out ReadOnlyMemory<byte> text))
                    life.Received(text, now);
                while (link.TryHear(out ReadOnlyMemory<byte> announced))
                    life.Announced(announced);
                if (life.Look(now, stop.IsCancellationRequested, drain.IsCancellationRequested) is { } verdict)
                    return verdict;
            }
        }
        catch (Exception e) when (e is SealException or WireException)
        {
            return life.Broken(e.Message);
        }
    }
}
