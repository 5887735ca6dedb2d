using WestRpc.Benchmarks.Figures;

namespace WestRpc.Simulation.Efficiency;

/// <summary>What share of many workers computes, by the length of the tasks: figures for the report of the benchmarks.</summary>
internal static class EfficiencyCommand
{
    private const int LeastEach = 20;
    private const int MostEach = 2_000;
    private const int MostTasks = 300_000;

    private static readonly int[] Workers = [2, 16, 256, 4_096];
    private static readonly double[] Seconds = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10];

    /// <param name="measured">What was measured, for what things take.</param>
    /// <param name="output">Where the figures go.</param>
    public static int Run(string measured, string output)
    {
        try
        {
            ClusterCosts costs = ClusterCosts.Of(Results.Read(measured));
            var results = new Results();
            foreach (int workers in Workers)
            {
                foreach (double seconds in Seconds)
                    results.Figures.Add(new Figure(Quantities.Simulated, $"{workers:N0} workers", "share", [Share(workers, seconds, costs)]) { At = seconds });
            }

            results.Write(output);
            Console.WriteLine($"{costs}");
            return 0;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static double Share(int workers, double seconds, ClusterCosts costs)
    {
        // So many that beginning and end do not count for much, as in the measured curve.
        int each = (int)Math.Clamp(0.5 / seconds, LeastEach, MostEach);
        int tasks = Math.Max(LeastEach * workers, Math.Min(each * workers, MostTasks));
        return Cluster.Share(workers, tasks, (long)(seconds * 1e9), costs);
    }
}
