namespace WestRpc.Simulation;

/// <summary>Schedules in which some workers, or all, are on nodes.</summary>
internal static partial class ScenarioFactory
{
    private const int OneHasNodesIn = 5;

    // Bytes are copied on the way over a node.
    private const int MostBytes = 400 << 10;

    private static Scenario WithNodes(Scenario scenario)
    {
        var random = new SimRandom((ulong)scenario.Seed, 11);
        if (!random.OneIn(OneHasNodesIn) || scenario.SharesMemory)
            return scenario;
        int remote = scenario.Workers.Count - random.Of(0, 0, 1, scenario.Workers.Count / 2);
        var nodes = new List<int>();
        for (int left = Math.Max(1, remote); left > 0; left -= nodes[^1])
            nodes.Add(Math.Min(left, random.Of(1, 2, 3)));
        scenario = scenario with
        {
            Nodes = nodes,
            Steps = [.. scenario.Steps.Select(static s => s.Task is { Size: > MostBytes } task ? s with { Task = task with { Size = MostBytes } } : s)],
            NodeHeartbeat = random.Of(Duration.Second / 2, Duration.Second),
            NodeShutdown = random.Of(20 * Duration.Millisecond, Duration.Second, SimTransport.ShutdownTimeout),

            // What needs a node waits for one; somewhen it can be had.
            Starts = scenario.Starts with { NoneUntil = Math.Min(scenario.Starts.NoneUntil, 30 * Duration.Second) },
        };
        if (scenario.Profile is Profile.Calm or Profile.LateTicks && !random.OneIn(3))
            scenario = MadeOrderly(scenario);
        return scenario.Profile switch
        {
            Profile.Orderly => scenario with { Steps = WithNodeSteps(scenario, random, random.Between(1, 5)) },
            Profile.Chaos or Profile.Hostile => scenario with { Steps = WithNodeSteps(scenario, random, random.Between(0, 6)) },
            _ => scenario,
        };
    }

    /// <summary>No worker's silence counts that is only its node's.</summary>
    private static Scenario MadeOrderly(Scenario scenario)
    {
        long silence = scenario.Settings.Silence;
        return scenario with
        {
            Profile = Profile.Orderly,
            Settings = scenario.Settings with { Silence = silence == 0 ? 0 : silence + (5 * Duration.Second) },
            Steps = [.. scenario.Steps.Where(static s => s.Kind != StepKind.LateTick)],
        };
    }

    private static List<Step> WithNodeSteps(Scenario scenario, SimRandom random, long count)
    {
        bool orderly = scenario.Profile == Profile.Orderly;
        long limit = Nodes.SimNodeServer.TimeoutFactor * scenario.NodeHeartbeat;
        long end = scenario.Steps[^1].At + random.Of(Duration.Millisecond, Duration.Second);
        List<Step> steps = [.. scenario.Steps];
        for (int i = 0; i < count; i++)
        {
            StepKind kind = orderly
                ? random.Of(StepKind.Leave, StepKind.Withdraw, StepKind.Withdraw, i == 0 ? StepKind.Partition : StepKind.Rumour)
                : random.Of(StepKind.Leave, StepKind.Withdraw, StepKind.Partition, StepKind.Partition, StepKind.Cut, StepKind.Cut, StepKind.KillNode, StepKind.FreezeNode, StepKind.Rumour);
            long amount = kind is not (StepKind.Partition or StepKind.FreezeNode) ? (long)(random.Next() >> 1)
                : orderly ? random.Between(0, limit / 2)
                : random.Between(0, random.Of(limit / 4, limit, 2 * limit, 5 * limit));
            steps.Add(new Step(random.Between(0, end), kind, (int)random.Between(scenario.LocalWorkers, scenario.Workers.Count - 1), amount));
        }

        return [.. steps.OrderBy(static s => s.At)];
    }
}
