using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;
using static WestRpc.Simulation.Checks;

namespace WestRpc.Simulation;

/// <summary>How one schedule went.</summary>
internal sealed record SimulationResult(string? Failure, ulong Hash, int Events, IReadOnlyList<string> Log);

/// <summary>One schedule, from its beginning to the end of the last worker.</summary>
internal sealed class Simulation
{
    private const long Shutdown = 5 * Duration.Second;
    private const int MostSteps = 400_000;

    private readonly Dictionary<int, SimItem> items = [];
    private bool draining;
    private bool ending;

    public Simulation(Scenario scenario, Coverage coverage, bool keepsText = false)
    {
        Scenario = scenario;
        Coverage = coverage;
        Trace = new Trace(keepsText);
        Master = new SimMaster(this);
        Transport = new SimTransport(this);
        Oracle = new Oracle(this);
    }

    public Scenario Scenario { get; }

    public Coverage Coverage { get; }

    public Trace Trace { get; }

    public VirtualClock Clock { get; } = new();

    public SimMaster Master { get; }

    public SimTransport Transport { get; }

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

    /// <summary>No worker can be had.</summary>
    public void Fail(Exception reason) => Stop(new Outcome(OutcomeKind.NoWorkers, Object: reason));

    private void Run()
    {
        Coverage.Count(Scenario.Profile);
        Transport.Begin();
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

            Check(Clock.Now < bound + Transport.Waited, $"not done in time: {Oracle.Pending}");
        }

        if (Scenario.Profile == Profile.Calm)
            CheckTime(done);
        Oracle.CheckEnd();
        Transport.CheckEnd();
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
        SimWorker? worker = Transport.WorkerAt(step.Target);
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
            case StepKind.Leave:
                Transport.ChannelAt(step.Target)?.Leave();
                break;
            case StepKind.Withdraw:
                Transport.ChannelAt(step.Target)?.Withdraw(step.Amount);
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
                Transport.AddStranger(step.Target, greets: step.Kind == StepKind.JoinTwice);
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
        Transport.Stop(Scenario.Seed % 2 == 0 ? 0 : Shutdown);
        Master.Post(new DispatchEvent(DispatchEventKind.Stop, Object: outcome));
        Clock.After(Shutdown, Transport.KillAll);
    }

    /// <summary>What no channel should do.</summary>
    private void Break(Step step)
    {
        SimChannel[] chosen = [.. Transport.Channels.Where(c => step.Kind == StepKind.StrayFrame ? c.IsReady : c.IsClosed || (step.Kind == StepKind.ReadyAgain && c.IsReady))];
        if (chosen.Length == 0)
            return;
        SimChannel channel = chosen[step.Amount % chosen.Length];
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

        long turn = (2 * Scenario.MostLatency) + Scenario.Decoding + (20 * Duration.Microsecond);
        long bound = last + (4 * Scenario.MostLatency) + (work / Scenario.Workers.Count) + longest +
            (((count / Scenario.Workers.Count) + 4) * turn * 2) + (10 * Duration.Millisecond) + (4 * Scenario.TickDelay);
        Check(done <= bound, $"all took {done / 1e6} ms, and should have taken {bound / 1e6} at most");
    }
}
