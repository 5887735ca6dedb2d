using WestRpc.Dispatch;
using WestRpc.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>Drives the core as <c>Dispatcher</c> does: all events that have come, then the wake-up, then the flush.</summary>
internal sealed class SimMaster : IDispatchEffects
{
    private const int MostEffects = 20_000;

    private readonly Simulation simulation;
    private readonly SimRandom random;
    private readonly List<WorkerSession> touched = [];
    private List<DispatchEvent> incoming = [];
    private long frozenUntil;
    private long latestWake;
    private int idleWakes;
    private int effects;
    private int arms;
    private bool isScheduled;

    public SimMaster(Simulation simulation)
    {
        this.simulation = simulation;
        random = new SimRandom((ulong)simulation.Scenario.Seed, 4);
        Core = new DispatchCore(this, simulation.Scenario.Settings);
        Handshake = new Handshake(simulation.Scenario.AllowsMixedBuilds);
    }

    public DispatchCore Core { get; }

    /// <summary>One for all workers, as in a real master.</summary>
    public Handshake Handshake { get; }

    /// <summary>When the core wants to be woken.</summary>
    public long Wake { get; private set; } = long.MaxValue;

    /// <summary>Events that the core has handled, wake-ups included.</summary>
    public int Events { get; private set; }

    public void Post(in DispatchEvent e)
    {
        incoming.Add(e);
        if (isScheduled)
            return;
        isScheduled = true;
        simulation.Clock.At(Math.Max(frozenUntil, simulation.Clock.Now + random.Of(0, 0, 20 * Duration.Microsecond)), Work);
    }

    /// <summary>Whether it did not work on what came, or on a wake-up, when it came.</summary>
    public bool HasStoodStill { get; private set; }

    /// <summary>Until when it does nothing.</summary>
    public long FrozenUntil => frozenUntil;

    public void StandStill(long time)
    {
        HasStoodStill = true;
        frozenUntil = Math.Max(frozenUntil, simulation.Clock.Now + time);
    }

    private void Work()
    {
        long now = simulation.Clock.Now;
        if (now < frozenUntil)
        {
            simulation.Clock.At(frozenUntil, Work);
            return;
        }

        isScheduled = false;
        List<DispatchEvent> batch = incoming;
        incoming = [];
        effects = 0;
        Events += batch.Count + 1;
        simulation.Oracle.BeforeAdvance();
        Core.Advance(now);
        simulation.Oracle.AfterAdvance();
        simulation.LastWork = now;
        HasStoodStill = false;
        foreach (DispatchEvent e in batch)
        {
            effects = 0;
            if (simulation.Trace.KeepsText)
                simulation.Trace.Say(now, Describe(e));
            simulation.Trace.Mix((long)e.Kind, now, (long)e.Frame.Header.Lease);
            simulation.Oracle.Before(e);
            Core.Handle(e);
            simulation.Oracle.After(e);
        }

        Rearm(batch.Count > 0);
        foreach (WorkerSession session in touched)
        {
            session.Touched = false;
            session.Channel.Flush();
        }

        touched.Clear();
    }

    private void Rearm(bool hadEvents)
    {
        long now = simulation.Clock.Now;
        effects = 0;
        simulation.Oracle.BeforeDeadlines();
        Wake = Core.Arm();
        simulation.Oracle.AfterDeadlines();
        int mine = ++arms;
        Check(Wake >= now, $"the core wants to be woken {now - Wake} ns ago");
        idleWakes = hadEvents || effects > 0 || now > latestWake + Duration.Millisecond ? 0 : idleWakes + 1;
        Check(idleWakes < 10, "the core is woken again and again for nothing");
        latestWake = now;
        if (Wake == long.MaxValue)
            return;
        simulation.Clock.At(Math.Max(frozenUntil, Wake + random.Between(0, simulation.Scenario.TickDelay)), () =>
        {
            if (arms == mine && !isScheduled)
                Work();
        });
    }

    void IDispatchEffects.Send(WorkerSession session, in Frame frame)
    {
        Count();
        var channel = (SimSession)session.Channel;
        if (simulation.Trace.KeepsText)
            simulation.Trace.Say(simulation.Clock.Now, $"    {channel} < {frame.Kind} {Lease(frame.Header.Lease)}{(frame.Kind == FrameKind.Assign ? $" t{Oracle.TaskIn(frame)}" : "")}");
        simulation.Trace.Mix((long)frame.Kind, (long)frame.Header.Lease, channel.Number);
        simulation.Coverage.Count(frame.Kind);
        simulation.Oracle.OnSend(session, frame);
        channel.Send(frame);
        if (session.Touched)
            return;
        session.Touched = true;
        touched.Add(session);
    }

    void IDispatchEffects.Complete(WorkItem item, in Outcome outcome)
    {
        Count();
        int id = ((SimItem)item).Spec.Id;
        if (simulation.Trace.KeepsText)
            simulation.Trace.Say(simulation.Clock.Now, $"    t{id}: {outcome.Kind}");
        simulation.Trace.Mix(1_000 + (long)outcome.Kind, id);
        simulation.Coverage.Count(outcome.Kind);
        simulation.Oracle.OnComplete((SimItem)item, outcome);
    }

    void IDispatchEffects.Kill(WorkerSession session, string reason)
    {
        Count();
        if (simulation.Trace.KeepsText)
            simulation.Trace.Say(simulation.Clock.Now, $"    kill {session.Channel}: {reason}");
        simulation.Trace.Mix(2_000, ((SimSession)session.Channel).Number);
        simulation.Oracle.OnKill(session);
        session.Channel.Kill(reason);
    }

    void IDispatchEffects.SaySlow(WorkItem item, WorkerSession session, long nanoseconds)
    {
        Count();
        simulation.Trace.Mix(3_000, ((SimItem)item).Spec.Id, nanoseconds);
        simulation.Coverage.Count("Other", "slow");
        simulation.Oracle.OnSlow((SimItem)item, nanoseconds);
    }

    void IDispatchEffects.SayUnmeetable(WorkItem item) =>
        Checks.Check(false, $"t{((SimItem)item).Spec.Id} waits for what nobody offers");

    void IDispatchEffects.Drained()
    {
        Count();
        if (simulation.Trace.KeepsText)
            simulation.Trace.Say(simulation.Clock.Now, "    drained");
        simulation.Trace.Mix(4_000);
        simulation.Coverage.Count("Other", "drained");
        simulation.Oracle.OnDrained();
    }

    private void Count() => Check(++effects < MostEffects, "one event has effects without end");

    public static string Lease(ulong lease) => lease == 0 ? "" : $"#{lease & uint.MaxValue}.{lease >> 32}";

    private static string Describe(in DispatchEvent e) => e.Kind switch
    {
        DispatchEventKind.Submit => $"submit {((SimItem)e.Item!).Spec}",
        DispatchEventKind.Cancel => $"cancel t{((SimItem)e.Item!).Spec.Id}",
        DispatchEventKind.Frame => $"{e.Session!.Channel} > {e.Frame.Kind} {Lease(e.Frame.Header.Lease)}",
        DispatchEventKind.Closed => $"{e.Session!.Channel} is gone: {((Transports.WorkerEnd)e.Object!).Reason}",
        _ => $"{e.Session?.Channel} {e.Kind}",
    };
}
