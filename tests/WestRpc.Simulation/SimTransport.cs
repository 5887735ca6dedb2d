using WestRpc.Transports;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>
/// Brings workers as <c>ProcessesTransport</c> does: the shipped <see cref="WorkerSlots"/> say when, and what is started may
/// fail in all the ways that there are.
/// </summary>
internal sealed class SimTransport
{
    private const long Greeting = 2 * Duration.Second;

    private readonly Simulation simulation;
    private readonly WorkerSlots slots;
    private readonly SlotsOracle oracle;
    private readonly Child?[] children;
    private readonly int[] starts;
    private readonly List<SimChannel> channels = [];

    public SimTransport(Simulation simulation)
    {
        this.simulation = simulation;
        int count = simulation.Scenario.Workers.Count;
        slots = new WorkerSlots(count);
        oracle = new SlotsOracle(count, simulation.Coverage);
        children = new Child?[count];
        starts = new int[count];
    }

    /// <summary>All that ever connected.</summary>
    public IReadOnlyList<SimChannel> Channels => channels;

    public bool IsStopping => slots.IsStopping;

    /// <summary>Whether it said that no worker can be had.</summary>
    public bool HasFailed => oracle.HasFailed;

    /// <summary>How long there may have been no worker where there could have been one.</summary>
    public long Waited { get; private set; }

    public SimWorker? WorkerAt(int slot) => ChannelAt(slot)?.Process;

    public SimChannel? ChannelAt(int slot) => slot < children.Length ? children[slot]?.Channel : null;

    public void Begin()
    {
        for (int i = 0; i < children.Length; i++)
            Start(i);
    }

    /// <summary>Another worker joins, under a number that is taken.</summary>
    public void AddStranger(int slot, bool greets)
    {
        if (IsStopping)
            return;
        SimChannel channel = Connect(slot, greets || simulation.Scenario.SharesMemory ? StartFate.Greets : StartFate.NeverGreets, null);
        simulation.Clock.After(Greeting, () =>
        {
            if (!channel.IsReady)
                channel.Process.Die("it did not greet");
        });
    }

    /// <summary>Nothing is started any more; what was not accepted ends after a while.</summary>
    public void Stop(long after)
    {
        slots.Stop();
        oracle.OnStop();
        simulation.Clock.After(after, () =>
        {
            foreach (Child? child in children)
            {
                if (child is { IsAccepted: false })
                    Kill(child, "killed at shutdown");
            }
        });
    }

    public void KillAll()
    {
        foreach (Child? child in children)
        {
            if (child is not null)
                Kill(child, "killed at shutdown");
        }

        foreach (SimChannel channel in channels)
            channel.Process.Die("killed at shutdown");
    }

    public void CheckEnd()
    {
        Check(Array.TrueForAll(children, static c => c is null), "processes are left at the end");
        Check(slots.IsAllGone, "all is gone, and the transport does not know");
    }

    private void Start(int slot)
    {
        bool starts = slots.TryStart(slot);
        oracle.OnAsked(slot, starts, simulation.Clock.Now);
        if (!starts)
            return;
        int number = this.starts[slot]++;
        var random = new SimRandom((ulong)simulation.Scenario.Seed, 5, slot, number);
        StartFate fate = simulation.Scenario.Starts.Draw(random, simulation.Clock.Now);
        simulation.Coverage.Count(fate);
        Say($"start {slot}: {fate}");
        simulation.Trace.Mix(5_000, slot, (long)fate);
        if (fate == StartFate.FileMissing)
        {
            var end = new WorkerEnd("no such file");
            oracle.OnEnded(slot, simulation.Clock.Now, hasWorked: false, wasRelieved: false);
            Follow(slots.CouldNotStart(slot, end.Reason), slot, end);
            return;
        }

        Check(children[slot] is null, $"two processes for slot {slot}");
        var child = new Child(slot, random.Between(0, simulation.Scenario.Starts.MostLinger));
        children[slot] = child;
        long startUp = number == 0 && fate == StartFate.Greets ? 0 : simulation.Scenario.Restart;
        Waited += startUp + child.Lingers + (fate == StartFate.Greets ? 0 : Greeting);
        simulation.Clock.After(startUp, () =>
        {
            if (child.IsEnded)
                return;
            if (fate == StartFate.CrashesAtOnce)
                Kill(child, "exit code 7");
            else
                child.Channel = Connect(slot, fate, child);
        });
        simulation.Clock.After(Greeting, () =>
        {
            if (!child.IsAccepted)
                Kill(child, "it did not greet");
        });
    }

    private SimChannel Connect(int slot, StartFate fate, Child? child)
    {
        var channel = new SimChannel(
            simulation, slot, channels.Count, simulation.Scenario.Workers[slot], fate,
            () => OnAccepted(child), end => OnEnded(child, end));
        channels.Add(channel);
        channel.Join();
        return channel;
    }

    private void OnAccepted(Child? child)
    {
        if (child is null)
            return;
        child.IsAccepted = true;
        oracle.OnAccepted(child.Slot, simulation.Clock.Now);
        slots.Accepted(child.Slot, Now);
        Check(!slots.TryStart(child.Slot), $"a second worker would be started in slot {child.Slot}");
    }

    private void OnEnded(Child? child, WorkerEnd end)
    {
        if (child is null || child.IsEnded)
            return;
        child.IsEnded = true;
        bool hasWorked = child.Channel is { HasWorked: true };
        bool wasRelieved = child.Channel is { ToldToStop: true };
        oracle.OnEnded(child.Slot, simulation.Clock.Now, hasWorked, wasRelieved);
        slots.Ended(child.Slot, Now, hasWorked, wasRelieved);
        Check(!slots.TryStart(child.Slot), $"a worker would be started in slot {child.Slot} while the last one's group lives");
        simulation.Clock.After(child.Lingers, () =>
        {
            children[child.Slot] = null;
            Follow(slots.Gone(child.Slot, end), child.Slot, end);
        });
    }

    private void Follow(SlotDecision decision, int slot, WorkerEnd end)
    {
        Say($"slot {slot}: {decision.Kind} after {decision.Delay.TotalMilliseconds} ms ({end.Reason})");
        simulation.Coverage.Count(decision.Kind);
        simulation.Trace.Mix(5_001, (long)decision.Kind, decision.Delay.Ticks);
        oracle.OnDecision(slot, decision, end, simulation.Clock.Now);
        switch (decision.Kind)
        {
            case SlotDecisionKind.None:
                break;
            case SlotDecisionKind.Fail:
                foreach (Child? child in children)
                {
                    if (child is not null)
                        Kill(child, "killed");
                }

                simulation.Fail(new WorkerStartException(decision.Failure!));
                break;
            default:
                long delay = decision.Delay.Ticks * 100;
                Waited += delay;
                simulation.Clock.After(delay, () => Start(slot));
                break;
        }
    }

    private void Kill(Child child, string reason)
    {
        if (child.Channel is { } channel)
            channel.Process.Die(reason);
        else
            OnEnded(child, new WorkerEnd(reason));
    }

    private TimeSpan Now => Duration.ToTimeSpan(simulation.Clock.Now);

    private void Say(string text)
    {
        if (simulation.Trace.KeepsText)
            simulation.Trace.Say(simulation.Clock.Now, text);
    }

    /// <summary>One process, from its start until nothing is left of it.</summary>
    private sealed class Child(int slot, long lingers)
    {
        public int Slot { get; } = slot;

        /// <summary>How long what it started outlives it.</summary>
        public long Lingers { get; } = lingers;

        public SimChannel? Channel { get; set; }

        public bool IsAccepted { get; set; }

        public bool IsEnded { get; set; }
    }
}
