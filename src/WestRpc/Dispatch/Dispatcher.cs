using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>
/// Drives the core: takes events from any thread, lets one thread at a time work on all that have come, and sends what
/// comes of it. Whoever brings an event does that work, so that a round trip costs no further wake-up; it never blocks.
/// </summary>
internal sealed class Dispatcher : IDispatchEffects, ITransportListener
{
    private readonly Lock gate = new();
    private readonly DispatchCore core;
    private readonly Handshake handshake;
    private readonly ILogger logger;
    private readonly List<WorkerSession> touched = [];
    private List<DispatchEvent> incoming = [];
    private List<DispatchEvent> working = [];
    private bool busy;

    public Dispatcher(WorkManagerOptions options, ILogger logger)
    {
        core = new DispatchCore(this, options.MaxAttempts);
        handshake = new Handshake(options.AllowMixedBuilds);
        this.logger = logger;
    }

    public void Submit(WorkItem item) => Post([new DispatchEvent(DispatchEventKind.Submit, item)]);

    public void Cancel(WorkItem item) => Post([new DispatchEvent(DispatchEventKind.Cancel, item)]);

    /// <summary>Ends all that is not done with <paramref name="outcome"/>, tells the workers to stop, takes nothing new.</summary>
    public void Stop(Outcome outcome) => Post([new DispatchEvent(DispatchEventKind.Stop, Object: outcome)]);

    public IChannelReceiver Joined(IWorkerChannel channel)
    {
        var session = new WorkerSession(channel);
        Post([new DispatchEvent(DispatchEventKind.Joined, Session: session)]);
        if (channel.SharesMemory)
            Post([new DispatchEvent(DispatchEventKind.Ready, Session: session)]);
        return new SessionReceiver(this, session, handshake, logger);
    }

    public void Failed(Exception reason)
    {
        Log.NoWorkers(logger, reason.Message);
        Stop(new Outcome(OutcomeKind.NoWorkers, Object: reason));
    }

    /// <summary>Brings events, in order; they are done when this returns, or soon after by the thread that is at it.</summary>
    public void Post(ReadOnlySpan<DispatchEvent> events)
    {
        lock (gate)
        {
            incoming.AddRange(events);
            if (busy)
                return;
            busy = true;
        }

        while (true)
        {
            lock (gate)
            {
                if (incoming.Count == 0)
                {
                    busy = false;
                    return;
                }

                (incoming, working) = (working, incoming);
            }

            Work();
        }
    }

    private void Work()
    {
        try
        {
            foreach (ref readonly DispatchEvent e in CollectionsMarshal.AsSpan(working))
                core.Handle(e);
        }
        catch (Exception e)
        {
            // A core that throws has a bug and knows no more what is where: better no program than one that hangs.
            Environment.FailFast("WestRpc's dispatcher failed; please report this.", e);
        }

        working.Clear();

        foreach (WorkerSession session in touched)
        {
            session.Touched = false;
            session.Channel.Flush();
        }

        touched.Clear();
    }

    void IDispatchEffects.Send(WorkerSession session, in Frame frame)
    {
        session.Channel.Send(frame);
        if (session.Touched)
            return;
        session.Touched = true;
        touched.Add(session);
    }

    void IDispatchEffects.Complete(WorkItem item, in Outcome outcome) => item.Complete(outcome);
}
