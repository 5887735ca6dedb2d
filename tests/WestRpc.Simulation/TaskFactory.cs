using WestRpc.Dispatch;
using WestRpc.Workers;

namespace WestRpc.Simulation;

/// <summary>Makes the tasks of a schedule: a few kinds, each with a distribution of its own, and a few sets of options.</summary>
internal sealed class TaskFactory
{
    /// <summary>All that there are.</summary>
    public static readonly string[] Resources = ["gpu", "licence"];

    private readonly SimRandom random;
    private readonly Profile profile;
    private readonly DispatchSettings settings;
    private readonly ResourceSet[] workers;
    private readonly int[] distributions;
    private readonly List<WorkOptions> options = [];
    private readonly int poison;
    private readonly SimRandom sizes;
    private readonly int[] size;

    public TaskFactory(int seed, SimRandom random, Profile profile, DispatchSettings settings, ResourceSet[] workers)
    {
        this.random = random;
        this.profile = profile;
        this.settings = settings;
        this.workers = workers;
        distributions = random.OneIn(4) ? [6, 6, 5] : [random.Below(8), random.Below(7), random.Below(8)];
        poison = random.Below(10);
        sizes = new SimRandom((ulong)seed, 8);
        size = sizes.OneIn(4) ? [100 << 10, 400 << 10, 3 << 19, TaskSpec.MostBytes] : [sizeof(int)];
        int sets = profile is Profile.Calm or Profile.Poison ? 1 : (int)random.Between(1, 6);
        for (int i = 0; i < sets; i++)
            options.Add(Options());
        if (IsHasty(seed, profile))
        {
            distributions = [8, 8, 8];
            options = [new WorkOptions(), new WorkOptions { TimeLimit = Duration.ToTimeSpan(Duration.Millisecond) }];
        }
    }

    /// <summary>
    /// Whether some tasks are limited to less than what the longer of them take, and workers are slow to begin: some are
    /// asked back at that moment.
    /// </summary>
    public static bool IsHasty(int seed, Profile profile) => profile is Profile.Chaos or Profile.Hostile && new SimRandom((ulong)seed, 9).OneIn(10);

    private bool IsFaulty => profile is Profile.Chaos or Profile.Hostile;

    public TaskSpec Create(int id)
    {
        WorkOptions chosen = options[random.Below(options.Count)];
        int kind = random.Below(distributions.Length);
        var spec = new TaskSpec(id, kind, chosen)
        {
            Duration = Duration.Draw(random, distributions[kind]),
            Size = size[sizes.Below(size.Length)],
            Heeds = random.OneIn(2) ? random.Between(0, random.Of(5, 500) * Duration.Millisecond) : Duration.Forever,
        };
        if (profile == Profile.Poison)
            return id == poison ? spec with { Behaviour = TaskBehaviour.Poison } : spec;
        if (!IsFaulty)
            return spec;
        return random.Below(20) switch
        {
            0 when chosen.TimeLimit is not null || settings.TaskTimeout > 0 => spec with { Behaviour = TaskBehaviour.Loops },
            1 => spec with { Behaviour = TaskBehaviour.Poison },
            2 or 3 => spec with { Behaviour = TaskBehaviour.Throws, Throws = random.Of(1, 2, 9) },
            4 => spec with { Behaviour = TaskBehaviour.ThrowsOther },
            _ => spec,
        };
    }

    private WorkOptions Options()
    {
        if (profile is Profile.Calm)
            return new WorkOptions();
        if (profile is Profile.Poison)
            return new WorkOptions { MaxAttempts = (int)random.Between(2, 4) };
        return new WorkOptions
        {
            MaxAttempts = random.OneIn(3) ? (int)random.Between(1, 4) : null,
            Priority = random.OneIn(2) ? random.Below(3) : 0,
            TimeLimit = IsFaulty && random.OneIn(3) ? Duration.ToTimeSpan(random.Between(1, random.Of(20, 1_000)) * Duration.Millisecond) : null,
            KillAfterCancel = IsFaulty && random.OneIn(3) ? Duration.ToTimeSpan(random.Of(0, 20, 500) * Duration.Millisecond) : null,
            Retry = IsFaulty && random.OneIn(2) ? Retry() : null,
            Resources = Needs(),
        };
    }

    private RetryPolicy Retry() => new(random.OneIn(2) ? [typeof(TimeoutException), typeof(WorkTimeoutException)] : [typeof(TimeoutException)])
    {
        MaxRetries = (int)random.Between(1, 3),
        Delay = Duration.ToTimeSpan(random.Of(0, 5 * Duration.Millisecond, 500 * Duration.Millisecond)),
    };

    /// <summary>What some worker has; or, where that is told the core, what none has.</summary>
    private Dictionary<string, int>? Needs()
    {
        Dictionary<string, int>? needs = random.Below(4) switch
        {
            0 => new() { ["gpu"] = 1 },
            1 => new() { ["gpu"] = 2 },
            2 => new() { ["licence"] = 1, ["gpu"] = 1 },
            _ => null,
        };
        return needs is null || (workers.All(w => w.IsEmpty) && !random.OneIn(4)) ? null
            : settings.Offers is not null || workers.Any(w => w.Covers(new ResourceSet(needs))) ? needs : null;
    }
}
