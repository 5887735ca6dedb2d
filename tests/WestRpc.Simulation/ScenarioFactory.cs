using WestRpc.Dispatch;
using WestRpc.Workers;

namespace WestRpc.Simulation;

/// <summary>Makes a schedule from a seed.</summary>
internal static partial class ScenarioFactory
{
    public static Scenario Create(int seed)
    {
        var random = new SimRandom((ulong)seed, 1);
        Profile profile = random.Below(10) switch
        {
            0 => Profile.Calm,
            1 => Profile.LateTicks,
            2 => Profile.Poison,
            3 or 4 => Profile.Hostile,
            _ => Profile.Chaos,
        };
        bool faulty = profile is Profile.Chaos or Profile.Hostile;
        bool shares = random.OneIn(6);
        ResourceSet[] workers = Workers(random, profile);
        DispatchSettings settings = Settings(random, profile, workers);
        if (shares)
            settings = settings with { MaxWorkerMemory = 0 };
        var starts = new SimRandom((ulong)seed, 7);
        long latency = random.Of(20 * Duration.Microsecond, 100 * Duration.Microsecond, Duration.Millisecond);
        bool hasty = TaskFactory.IsHasty(seed, profile);
        if (hasty)
            latency = Duration.Millisecond;
        List<Step> steps = Steps(seed, random, profile, settings, workers, shares);
        if (faulty)
            steps = WithLeaving(steps, new SimRandom((ulong)seed, 8), workers.Length);
        return WithNodes(new Scenario
        {
            Seed = seed,
            Profile = profile,
            Settings = settings,
            Workers = workers,
            Steps = faulty && new SimRandom((ulong)seed, 5).OneIn(8) ? WithManyTasks(steps) : steps,
            SharesMemory = shares,
            Heartbeat = settings.Silence > 0 ? settings.Silence / 4 : Duration.Second,
            LeastLatency = latency / 4,
            MostLatency = random.OneIn(3) ? 10 * latency : latency,
            TickDelay = random.Of(0, 0, 200 * Duration.Microsecond, 2 * Duration.Millisecond),
            Decoding = hasty ? 3 * Duration.Millisecond
                : random.Of(0, faulty ? Duration.Millisecond : 0, 50 * Duration.Microsecond, faulty ? 3 * Duration.Millisecond : 0),
            Restart = random.Of(Duration.Millisecond, 50 * Duration.Millisecond),
            EndsWithDrain = random.OneIn(2),
            Starts = faulty && !shares ? Starts(starts, workers) : StartTrouble.None,
            AllowsMixedBuilds = starts.OneIn(3),
        });
    }

    private static StartTrouble Starts(SimRandom random, ResourceSet[] workers) => new()
    {
        OneFailsIn = random.Of(0, 0, 3, 8),
        NoneFrom = random.OneIn(6) ? random.Between(0, random.Of(Duration.Millisecond, Duration.Second)) : Duration.Forever,

        // Where only some have what a task needs, and those can't be started, it waits as long as others work.
        NoneUntil = random.Of(Duration.Second, 10 * Duration.Second, Array.TrueForAll(workers, static w => w.IsEmpty) ? Duration.Forever : 30 * Duration.Second),
        MostLinger = random.Of(0, 5 * Duration.Millisecond, 2 * Duration.Second),
    };

    private static ResourceSet[] Workers(SimRandom random, Profile profile)
    {
        int count = random.Of(1, 2, 2, 3, 4, 6, 9);
        bool mixed = profile is not (Profile.Calm or Profile.Poison) && random.OneIn(2);
        return [.. Enumerable.Range(0, count).Select(i => !mixed ? ResourceSet.None : (i % 3) switch
        {
            0 => new ResourceSet([new("gpu", 1)]),
            1 => new ResourceSet([new("gpu", 2), new("licence", 1)]),
            _ => ResourceSet.None,
        })];
    }

    private static DispatchSettings Settings(SimRandom random, Profile profile, ResourceSet[] workers)
    {
        bool faulty = profile is Profile.Chaos or Profile.Hostile;
        return new DispatchSettings
        {
            MaxAttempts = random.Of(1, 2, 3, 3, 3),
            Silence = random.OneIn(4) ? 0 : random.Between(1, 6) * Duration.Second,
            TaskTimeout = faulty && random.OneIn(4) ? random.Between(2, 8) * Duration.Second : 0,
            Grace = random.Of(0, 10 * Duration.Millisecond, Duration.Second),
            MaxTasksPerWorker = faulty && random.OneIn(4) ? random.Of(1, 3, 10) : 0,
            MaxWorkerMemory = faulty && random.OneIn(2) ? 1_000 : 0,
            Offers = random.OneIn(3) ? null : workers,
        };
    }

    private static List<Step> Steps(
        int seed, SimRandom random, Profile profile, DispatchSettings settings, ResourceSet[] workers, bool shares)
    {
        var tasks = new TaskFactory(seed, random, profile, settings, workers);
        int count = random.Of(10, 30, 60, 90, 120, 160);
        long span = random.Of(Duration.Millisecond, 50 * Duration.Millisecond, Duration.Second, 5 * Duration.Second);
        var steps = new List<Step>();
        bool atOnce = random.OneIn(2);
        for (int i = 0; i < count; i++)
            steps.Add(new Step(atOnce ? i % 3 : random.Between(0, span), StepKind.Submit, i, Task: tasks.Create(i)));
        if (profile is Profile.LateTicks)
            AddSome(random.Between(1, 4), StepKind.LateTick);
        if (profile is Profile.Chaos or Profile.Hostile)
        {
            long faults = random.Between(0, 12);
            for (int i = 0; i < faults; i++)
                AddSome(1, Fault(random, settings, shares));
            AddSome(random.Of(0, count / 10, count / 3), StepKind.Cancel);
            if (random.OneIn(5))
                AddSome(1, StepKind.Drain);
            if (random.OneIn(5))
                AddSome(1, StepKind.Stop);
        }

        if (profile is Profile.Hostile)
        {
            AddSome(random.Between(2, 20), StepKind.StrayFrame);
            AddSome(random.Between(0, 3), StepKind.CloseAgain);
            AddSome(random.Between(0, 3), StepKind.ReadyAgain);
            if (!shares)
                AddSome(random.Between(0, 2), StepKind.BadFrame);
        }

        return [.. steps.OrderBy(static s => s.At)];

        void AddSome(long times, StepKind kind)
        {
            for (int i = 0; i < times; i++)
            {
                int target = kind == StepKind.Cancel ? random.Below(count) : random.Below(workers.Length);
                long at = random.Between(0, random.OneIn(3) ? 10 * span : span);

                // Many a cancellation meets its task when it has just begun, or is about to end.
                if (kind == StepKind.Cancel && random.OneIn(2))
                {
                    TaskSpec task = steps[target].Task!;
                    long runs = random.OneIn(2) && task.Options.TimeLimit is { } limit ? limit.Ticks * 100 : task.Duration;
                    at = steps[target].At + random.Between(0, (runs * 2) + Duration.Millisecond);
                }

                long amount = kind switch
                {
                    StepKind.Slow => random.Of(2, 10, 50),
                    StepKind.Freeze => random.Between(Duration.Millisecond, 800 * Duration.Millisecond),
                    StepKind.LateTick => random.Of(3 * Duration.Millisecond, 500 * Duration.Millisecond, 10 * Duration.Second, 100 * Duration.Second),
                    _ => (long)(random.Next() >> 1),
                };
                steps.Add(new Step(at, kind, target, amount));
            }
        }
    }

    private static List<Step> WithLeaving(List<Step> steps, SimRandom random, int workers)
    {
        if (!random.OneIn(4))
            return steps;
        long end = steps[^1].At + Duration.Millisecond;
        IEnumerable<Step> leaving = Enumerable.Range(0, random.Of(1, 2, 4)).Select(_ => new Step(
            random.Between(0, end), random.Of(StepKind.Leave, StepKind.Withdraw), random.Below(workers),
            random.Of(0, Duration.Millisecond, Duration.Second)));
        return [.. steps.Concat(leaving).OrderBy(static s => s.At)];
    }

    /// <summary>More kinds of them than a worker's table has room for at first.</summary>
    private static List<Step> WithManyTasks(List<Step> steps) =>
        steps.ConvertAll(static s => s.Task is { } task ? s with { Task = task with { Task = task.Task + (3 * (task.Id % 12)) } } : s);

    private static StepKind Fault(SimRandom random, DispatchSettings settings, bool shares)
    {
        StepKind kind = random.Of(
            StepKind.Crash, StepKind.Crash, StepKind.Crash, StepKind.Exit, StepKind.Hang, StepKind.Freeze, StepKind.Slow,
            StepKind.JoinTwice, StepKind.JoinSilent, StepKind.Bloat, StepKind.LateTick, StepKind.StayOn);
        return kind == StepKind.Hang && (settings.Silence == 0 || shares) ? StepKind.Freeze : kind;
    }
}
