namespace WestRpc.Simulation;

/// <summary>A failing seed for the eye: what failed, the least of its schedule that still fails, its events, and how to see it again.</summary>
internal static class FailureReport
{
    private const int LastLines = 400;

    public static string Of(int seed, string failure)
    {
        Scenario least = Shrinker.Shrink(ScenarioFactory.Create(seed));
        SimulationResult run = Simulation.Run(least, new Coverage(), keepsText: true);
        return string.Join(Environment.NewLine, (string[])
        [
            $"Seed {seed} fails: {failure}",
            $"Replay it with: dotnet run -c Release --project tests/WestRpc.Simulation -- --seed {seed}",
            least.ToString(),
            $"{least.Steps.Count} steps that fail still ({run.Failure}):",
            .. least.Steps.Select(static s => s.ToString()),
            "Its events:",
            .. run.Log.TakeLast(LastLines),
        ]);
    }
}
