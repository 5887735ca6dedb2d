using WestRpc.Simulation.Nodes;
using WestRpc.Transports;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>
/// Brings the workers of one machine as <c>ProcessesTransport</c> does: the shipped <see cref="WorkerSlots"/> say when, and what is
/// started may fail in all the ways that there are.
/// </summary>
internal sealed class SimTransport : IWorkerTransport
{
    public const long ShutdownTimeout = 5 * Duration.Second;

    private const long Greeting = 2 * Duration.Second;

    private readonly Simulation simulation;
    private readonly WorkerSlots slots;
    private readonly SlotsOracle oracle;
    private readonly int first;
    private readonly Child?[] children;
    private readonly List<SimChannel> channels = [];
    private readonly TaskCompletionSource allGone = new();
    private ITransportListener? listener;
    private bool isDisposed;

    /// <param name="simulation">The schedule.</param>
    /// <param name="first">The first of its slots among all.</param>
    /// <param name="count">How many it has.</param>
    /// <param name="stay">The node's time with the master that they belong to; null where they are the master's own.</param>
    /// <param name="firstIndex">The number of the first worker on its host.</param>
    public SimTransport(Simulation simulation, int first, int count, NodeStay? stay = null, int firstIndex = 0)
    {
        this.simulation = simulation;
        this.first = first;
        Stay = stay;
        FirstIndex = firstIndex;
        slots = new WorkerSlots(count);
        oracle = new SlotsOracle(count, simulation.Coverage, simulation.Clock.Now);
        children = new Child?[count];
    }

    public NodeStay? Stay { get; }

    public int FirstIndex { get; }

    public string Host => Stay?.Node.Host ?? SimNodeServer.Host;

    public int WorkerCount => children.Length;

    public ITransportListener Listener => listener!;

    /// <summary>All that ever connected.</summary>
    public IReadOnlyList<SimChannel> Channels => channels;

    public bool IsStopping => slots.IsStopping;

    /// <summary>Whether it said that no worker can be had.</summary>
    public bool HasFailed => oracle.HasFailed;

    public int IndexOf(int slot) => FirstIndex + slot - first;

    public SimChannel? ChannelAt(int slot) => children[slot - first]?.Channel;

    /// <summary>What its machine does now, or, where that stands still, when it goes on.</summary>
    public void Do(Action action)
    {
        if (Stay is null)
            action();
        else
            Stay.Do(action);
    }

    public void Start(ITransportListener to)
    {
        listener = to;
        for (int i = 0; i < children.Length; i++)
            Start(i);
    }

    /// <summary>Another worker joins, under a number that is taken.</summary>
    public void AddStranger(int slot, bool greets)
    {
        if (IsStopping || listener is null)
            return;
        SimChannel channel = Connect(slot - first, greets || simulation.Scenario.SharesMemory ? StartFate.Greets : StartFate.NeverGreets, null);
        simulation.Clock.After(Greeting, () =>
        {
            if (!channel.IsAccepted)
                channel.Process.Die("it did not greet");
        });
    }

    public void BeginStop()
    {
        slots.Stop();
        oracle.OnStop();
        NoteGone();
    }

    /// <summary>Nothing is started any more; what was not accepted ends after a while.</summary>
    public void Stop(long after)
    {
        BeginStop();
        simulation.Clock.After(after, KillUnaccepted);
    }

    public void Kill()
    {
        BeginStop();
        foreach (Child? child in children)
        {
            if (child is not null)
                Kill(child, "killed at shutdown");
        }

        foreach (SimChannel channel in channels)
            channel.Process.Die("killed at shutdown");
    }

    /// <summary>Done when all have ended; those that do not in time are killed.</summary>
    public ValueTask DisposeAsync()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            BeginStop();
            KillUnaccepted();
            simulation.Clock.After(simulation.Scenario.NodeShutdown, Kill);
        }

        return new ValueTask(allGone.Task);
    }

    public void CheckEnd()
    {
        Check(Array.TrueForAll(children, static c => c is null), "processes are left at the end");
        Check(slots.IsAllGone, "all is gone, and the transport does not know");
    }

    private void KillUnaccepted()
    {
        foreach (Child? child in children)
        {
            if (child is { IsAccepted: false })
                Kill(child, "killed at shutdown");
        }
    }

    private void Start(int slot)
    {
        if (Stay is { IsDead: true })
            return;
        bool starts = slots.TryStart(slot);
        oracle.OnAsked(slot, starts, simulation.Clock.Now);
        if (!starts)
            return;
        int number = simulation.CountStart(first + slot);
        var random = new SimRandom((ulong)simulation.Scenario.Seed, 5, first + slot, number);
        StartFate fate = simulation.Scenario.Starts.Draw(random, simulation.Clock.Now);
        simulation.Coverage.Count(fate);
        Say($"start {first + slot}: {fate}");
        simulation.Trace.Mix(5_000, first + slot, (long)fate);
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
        simulation.Waited += startUp + child.Lingers + (fate == StartFate.Greets ? 0 : Greeting);
        simulation.Clock.After(startUp, () => Do(() =>
        {
            if (child.IsEnded)
                return;
            if (fate == StartFate.CrashesAtOnce)
                Kill(child, "exit code 7");
            else
                child.Channel = Connect(slot, fate, child);
        }));
        simulation.Clock.After(Greeting, () =>
        {
            if (!child.IsAccepted)
                Kill(child, "it did not greet");
        });
    }

    private SimChannel Connect(int slot, StartFate fate, Child? child)
    {
        var channel = new SimChannel(
            simulation, this, first + slot, simulation.Scenario.Workers[first + slot], fate, () => OnAccepted(child), end => OnEnded(child, end))
        {
            Oracle = Stay is null ? null : new RemoteOracle(simulation, Stay),
        };
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
        if (child is null || child.IsEnded || Stay is { IsDead: true })
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
        Say($"slot {first + slot}: {decision.Kind} after {decision.Delay.TotalMilliseconds} ms ({end.Reason})");
        simulation.Coverage.Count(decision.Kind);
        simulation.Trace.Mix(5_001, (long)decision.Kind, decision.Delay.Ticks);
        oracle.OnDecision(slot, decision, end, simulation.Clock.Now);
        NoteGone();
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

                Listener.Failed(new WorkerStartException(decision.Failure!));
                break;
            default:
                long delay = decision.Delay.Ticks * 100;
                simulation.Waited += delay;
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

    private void NoteGone()
    {
        if (slots.IsAllGone)
            allGone.TrySetResult();
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
