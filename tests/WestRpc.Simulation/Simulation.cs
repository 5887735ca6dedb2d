using WestRpc.Dispatch;
using WestRpc.Simulation.Nodes;
using WestRpc.Transports;
using WestRpc.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>How one schedule went.</summary>
internal sealed record SimulationResult(string? Failure, ulong Hash, int Events, IReadOnlyList<string> Log);

/// <summary>One schedule, from its beginning to the end of the last worker.</summary>
internal sealed class Simulation : ITransportListener
{
    private const int MostSteps = 400_000;

    private readonly Dictionary<int, SimItem> items = [];
    private readonly List<SimChannel> channels = [];
    private readonly List<SimSession> sessions = [];
    private readonly int[] starts;
    private bool draining;
    private bool ending;

    public Simulation(Scenario scenario, Coverage coverage, bool keepsText = false)
    {
        Scenario = scenario;
        Coverage = coverage;
        Trace = new Trace(keepsText);
        starts = new int[scenario.Workers.Count];
        Master = new SimMaster(this);
        Transport = new SimTransport(this, 0, scenario.LocalWorkers);
        Oracle = new Oracle(this);
        Nodes = new SimNodeServer(this);
    }

    public Scenario Scenario { get; }

    public Coverage Coverage { get; }

    public Trace Trace { get; }

    public VirtualClock Clock { get; } = new();

    public SimMaster Master { get; }

    /// <summary>The master's own workers.</summary>
    public SimTransport Transport { get; }

    /// <summary>Those on other machines.</summary>
    public SimNodeServer Nodes { get; }

    /// <summary>All connections to workers that ever were, by number.</summary>
    public IReadOnlyList<SimChannel> Channels => channels;

    /// <summary>How long there may have been no worker where there could have been one.</summary>
    public long Waited { get; set; }

    public Oracle Oracle { get; }

    /// <summary>When the core was last entered before now.</summary>
    public long LastWork { get; set; }

    public static SimulationResult Run(Scenario scenario, Coverage coverage, bool keepsText = false)
    {
        var simulation = new Simulation(scenario, coverage, keepsText);
        string? failure = null;
        try
        {
            simulation.Run();
        }
        catch (Exception e)
        {
            failure = e is SimulationException ? e.Message : e.ToString();
            if (keepsText)
                simulation.Trace.Say(simulation.Clock.Now, $"FAILED: {failure}");
        }

        return new SimulationResult(failure, simulation.Trace.Hash, simulation.Master.Events, simulation.Trace.Lines);
    }

    public TaskSpec Spec(int id) => items[id].Spec;

    /// <summary>A worker connects; it gets a number.</summary>
    public int Register(SimChannel channel)
    {
        channels.Add(channel);
        return channels.Count - 1;
    }

    /// <summary>How often something was started in that slot before.</summary>
    public int CountStart(int slot) => starts[slot]++;

    /// <summary>The master hears of a worker.</summary>
    public SimSession Join(SimChannel worker, IWorkerChannel way)
    {
        var session = new SimSession(this, worker, way, worker.Oracle);
        sessions.Add(session);
        session.Join();
        return session;
    }

    IChannelReceiver ITransportListener.Joined(IWorkerChannel channel) => Join((SimChannel)channel, channel);

    /// <summary>No worker can be had.</summary>
    void ITransportListener.Failed(Exception reason) => Stop(new Outcome(OutcomeKind.NoWorkers, Object: reason));

    private void Run()
    {
        Coverage.Count(Scenario.Profile);
        Transport.Start(this);
        Nodes.Start();
        foreach (Step step in Scenario.Steps)
        {
            if (step.Task is { } spec)
            {
                items.Add(spec.Id, new SimItem(spec, Scenario.SharesMemory));
                Oracle.Know(items[spec.Id]);
            }

            Clock.At(step.At, () => Do(step));
        }

        long last = Scenario.Steps.Count > 0 ? Scenario.Steps[^1].At : 0;
        long bound = last + Bound();
        long done = 0;
        for (int i = 0; Clock.Step(); i++)
        {
            Check(i < MostSteps, "too much happens");
            if (Clock.Now < last || ending)
                continue;
            if (Oracle.IsAllDone)
            {
                done = Clock.Now;
                End();
            }

            Check(Clock.Now < bound + Waited, $"not done in time: {Oracle.Pending}");
        }

        if (Scenario.Profile == Profile.Calm)
            CheckTime(done);
        Oracle.CheckEnd();
        Transport.CheckEnd();
        Nodes.CheckEnd();
    }

    /// <summary>All is done: first the drain, where that is wanted, then the stop.</summary>
    private void End()
    {
        ending = true;
        if (Scenario.EndsWithDrain && !draining && !Transport.IsStopping)
        {
            Do(new Step(Clock.Now, StepKind.Drain, 0));
            AwaitDrained();
        }
        else if (!Transport.IsStopping)
        {
            Do(new Step(Clock.Now, StepKind.Stop, 0));
        }
    }

    private void AwaitDrained() => Clock.After(Duration.Second, () =>
    {
        if (Oracle.IsDrained)
            Do(new Step(Clock.Now, StepKind.Stop, 0));
        else
            AwaitDrained();
    });

    private void Do(Step step)
    {
        Coverage.Count(step.Kind);
        if (Trace.KeepsText && step.Task is null)
            Trace.Say(Clock.Now, $"* {step.Kind} {step.Target} {step.Amount}");
        SimChannel? channel = TransportAt(step.Target)?.ChannelAt(step.Target);
        SimWorker? worker = channel?.Process;
        SimNode? node = Nodes.At(step.Target);
        switch (step.Kind)
        {
            case StepKind.Submit:
                Coverage.Count(step.Task!.Behaviour);
                Master.Post(new DispatchEvent(DispatchEventKind.Submit, items[step.Task.Id]));
                break;
            case StepKind.Cancel:
                if (items.TryGetValue(step.Target, out SimItem? item))
                    Master.Post(new DispatchEvent(DispatchEventKind.Cancel, item));
                break;
            case StepKind.Crash:
                worker?.Die("killed by signal 9 (SIGKILL)");
                break;
            case StepKind.Exit:
                worker?.Leave();
                break;
            case StepKind.Leave when node is not null:
                node.Drain();
                break;
            case StepKind.Leave:
                channel?.Leave();
                break;
            case StepKind.Withdraw when node is not null:
                node.Withdraw();
                break;
            case StepKind.Withdraw:
                channel?.Withdraw(step.Amount);
                break;
            case StepKind.Partition:
                node?.Separate(step.Amount);
                break;
            case StepKind.Cut:
                node?.Cut(step.Amount);
                break;
            case StepKind.KillNode:
                node?.Die(step.Amount);
                break;
            case StepKind.FreezeNode:
                node?.StandStill(step.Amount);
                break;
            case StepKind.Rumour:
                node?.HearRumour();
                break;
            case StepKind.Hang:
                worker?.StandStill(Duration.Forever);
                break;
            case StepKind.Freeze:
                worker?.StandStill(step.Amount);
                break;
            case StepKind.Slow:
                worker?.Slow(step.Amount);
                break;
            case StepKind.JoinTwice or StepKind.JoinSilent:
                TransportAt(step.Target)?.AddStranger(step.Target, greets: step.Kind == StepKind.JoinTwice);
                break;
            case StepKind.StayOn:
                worker?.StayOn();
                break;
            case StepKind.Bloat:
                worker?.Bloat();
                break;
            case StepKind.LateTick:
                Master.StandStill(step.Amount);
                break;
            case StepKind.Drain:
                draining = true;
                Master.Post(new DispatchEvent(DispatchEventKind.Drain));
                break;
            case StepKind.BadFrame:
                worker?.SayNonsense();
                break;
            case StepKind.Stop:
                Stop(new Outcome(OutcomeKind.Stopped));
                break;
            default:
                Break(step);
                break;
        }
    }

    private void Stop(Outcome outcome)
    {
        Nodes.BeginStop();
        Transport.Stop(Scenario.Seed % 2 == 0 ? 0 : SimTransport.ShutdownTimeout);
        Master.Post(new DispatchEvent(DispatchEventKind.Stop, Object: outcome));
        Clock.After(SimTransport.ShutdownTimeout, Transport.Kill);
        Clock.After(2 * SimTransport.ShutdownTimeout, Nodes.Dispose);
    }

    private SimTransport? TransportAt(int slot) => slot < Scenario.LocalWorkers ? Transport : Nodes.At(slot)?.Transport;

    /// <summary>What no channel should do.</summary>
    private void Break(Step step)
    {
        SimSession[] chosen = [.. sessions.Where(c => step.Kind == StepKind.StrayFrame ? c.IsReady : c.IsClosed || (step.Kind == StepKind.ReadyAgain && c.IsReady))];
        if (chosen.Length == 0)
            return;
        SimSession channel = chosen[step.Amount % chosen.Length];
        switch (step.Kind)
        {
            case StepKind.StrayFrame:
                FrameKind[] kinds = [FrameKind.Result, FrameKind.Failure, FrameKind.Canceled, FrameKind.Recalled, FrameKind.Begun, FrameKind.Kept];
                FrameKind kind = kinds[step.Amount / 7 % kinds.Length];
                ulong lease = Oracle.StrayLease(channel, step.Amount / 100);
                Master.Post(new DispatchEvent(DispatchEventKind.Frame, Session: channel.Session, Frame: new Frame(new FrameHeader(0, kind, Lease: lease), default)));
                break;
            case StepKind.CloseAgain:
                Master.Post(new DispatchEvent(DispatchEventKind.Closed, Session: channel.Session, Object: new WorkerEnd("again")));
                break;
            default:
                Master.Post(new DispatchEvent(DispatchEventKind.Ready, Session: channel.Session));
                break;
        }
    }

    /// <summary>Long enough for all that can be asked for; a task that is stuck is stuck for ever.</summary>
    private long Bound()
    {
        double slowest = Scenario.Steps.Where(static s => s.Kind == StepKind.Slow).Select(static s => s.Amount).Append(1).Aggregate(1L, Math.Max);
        double bound = 60e9 + (30 * Scenario.Settings.Silence);
        foreach (Step step in Scenario.Steps)
        {
            bound += step.Kind is StepKind.LateTick or StepKind.Freeze ? 2 * step.Amount : Duration.Second;
            if (step.Task is not { } task)
                continue;
            WorkOptions options = task.Options;
            double attempts = (options.MaxAttempts ?? Scenario.Settings.MaxAttempts) + (options.Retry?.MaxRetries ?? 0) + 1;
            double each = (task.Duration * slowest) + Scenario.Settings.TaskTimeout + Scenario.Settings.Grace + Scenario.Settings.Silence +
                (options.TimeLimit?.TotalNanoseconds ?? 0) + (8 * (options.Retry?.Delay.TotalNanoseconds ?? 0));
            bound += attempts * each;
        }

        return (long)bound;
    }

    /// <summary>Nothing failed: no more than each worker's share, the longest task, and some ways to and fro.</summary>
    private void CheckTime(long done)
    {
        long work = 0;
        long longest = 0;
        long last = 0;
        int count = 0;
        foreach (Step step in Scenario.Steps)
        {
            work += step.Task!.Duration;
            longest = Math.Max(longest, step.Task.Duration);
            last = Math.Max(last, step.At);
            count++;
        }

        // Over a node each way has two parts, and who reads late waits; and a node has to join first.
        long way = Scenario.MostLatency * (Scenario.Nodes.Count > 0 ? 3 : 1);
        last += Scenario.Nodes.Count > 0 ? 10 * way : 0;
        long turn = (2 * way) + Scenario.Decoding + (20 * Duration.Microsecond);
        long bound = last + (4 * way) + (work / Scenario.Workers.Count) + longest +
            (((count / Scenario.Workers.Count) + 4) * turn * 2) + (10 * Duration.Millisecond) + (4 * Scenario.TickDelay);
        Check(done <= bound, $"all took {done / 1e6} ms, and should have taken {bound / 1e6} at most");
    }
}
