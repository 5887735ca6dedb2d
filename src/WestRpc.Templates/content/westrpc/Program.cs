using WestRpc;

return await WorkApplication.RunAsync(args, async run =>
{
    // Only the master comes here; workers run tasks. WestRpc has taken its own options from the command line.
    if (run.Arguments is ["--help"])
    {
        Console.WriteLine($"Options:{Environment.NewLine}{run.Help}");
        return;
    }

    if (run.Arguments.Count > 0)
        throw new WorkConfigurationException($"'{run.Arguments[0]}' is not an option of this program; --help lists those that are.");

    double[] ends = await Task.WhenAll(
        Enumerable.Range(0, 8).Select(seed => Walker.WalkTask.SubmitAsync(run.Work, seed, steps: 100_000)));
    for (int i = 0; i < ends.Length; i++)
        Console.WriteLine($"walk {i} ends at {ends[i]}");
},
managers => managers.AddMpi().AddZeroMQ());

internal static partial class Walker
{
    /// <summary>Walks on a line, at each step one to the left or to the right.</summary>
    [WorkTask]
    private static double Walk(int seed, int steps, CancellationToken cancellation)
    {
        var random = new Random(seed);
        double position = 0;
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            position += random.Next(2) == 0 ? -1 : 1;
        }

        return position;
    }
}
