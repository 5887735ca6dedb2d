using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Dispatch;

/// <summary>
/// Turns what comes out of one channel into events: first the handshake, then what it says of its leases. The chance that goes
/// with failures is random unless it is given.
/// </summary>
internal sealed class SessionReceiver(
    Action<ReadOnlySpan<DispatchEvent>> post, WorkerSession session, Handshake handshake, ILogger logger, Func<double>? chance = null)
    : IChannelReceiver
{
    private readonly Func<double> chance = chance ?? Random.Shared.NextDouble;
    private List<DispatchEvent> events = [];
    private List<DispatchEvent>? spare = [];
    private bool ready = session.Channel.SharesMemory;

    public void Received(in Frame frame)
    {
        if (!ready)
            Greet(frame);
        else if (frame.Kind is >= FrameKind.Result and <= FrameKind.Recalled or >= FrameKind.Begun and <= FrameKind.Heartbeat)
            events.Add(new DispatchEvent(
                DispatchEventKind.Frame, Session: session, Frame: frame,
                Chance: frame.Kind == FrameKind.Failure ? chance() : 0));
        else
            throw new WireException($"A worker sent a frame of kind {(int)frame.Kind}, which is not for the master.");
    }

    public void BatchEnded()
    {
        if (events.Count == 0)
            return;

        // Where memory is shared, what comes of it may bring the next events in here before Post returns.
        List<DispatchEvent> batch = events;
        events = spare ?? [];
        spare = null;
        post(CollectionsMarshal.AsSpan(batch));
        batch.Clear();
        spare = batch;
    }

    public void Leaving()
    {
        BatchEnded();
        post([new DispatchEvent(DispatchEventKind.Leave, Session: session)]);
    }

    public void Closed(WorkerEnd end)
    {
        BatchEnded();
        post([new DispatchEvent(DispatchEventKind.Closed, Session: session, Object: end)]);
    }

    private void Greet(in Frame frame)
    {
        HandshakeStep step = handshake.Answer(frame);
        events.Add(new DispatchEvent(DispatchEventKind.Reply, Session: session, Frame: step.Reply));
        if (step.Refusal is not null)
            Log.WorkerRefused(logger, session.Channel.Worker, step.Refusal);
        if (!step.Accepted)
            return;
        ready = true;
        session.Channel.Accepted();
        events.Add(new DispatchEvent(DispatchEventKind.Ready, Session: session));
    }
}
