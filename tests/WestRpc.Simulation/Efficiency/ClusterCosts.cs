using WestRpc.Benchmarks.Figures;

namespace WestRpc.Simulation.Efficiency;

/// <summary>What things take in a simulated cluster, in nanoseconds: all of it measured, on <c>processes</c>.</summary>
/// <param name="Event">The master, for a submission or a worker's message among many.</param>
/// <param name="Wake">The master, more than that, where it had nothing to do.</param>
/// <param name="Way">A message, from one end to the other.</param>
/// <param name="Call">A worker, beside a task's own time.</param>
internal sealed record ClusterCosts(long Event, long Wake, long Way, long Call)
{
    private const double SharePerMicrosecond = 0.1; // at 1,000 tasks a second, in % of a core

    /// <exception cref="InvalidDataException">Something that it takes was not measured.</exception>
    public static ClusterCosts Of(Results results)
    {
        // Each task is a submission and a result. With many at once both are amortized; at 1,000 a second each result wakes the master.
        double eventTime = Median(Quantities.MasterTime) / 2;
        double wake = Math.Max(0, (Median(Quantities.MasterShare) / SharePerMicrosecond) - (2 * eventTime));
        return new ClusterCosts(Nanoseconds(eventTime), Nanoseconds(wake), Nanoseconds(Median(Quantities.Latency) / 2), Nanoseconds(Median(Quantities.WorkerTime)));

        double Median(string quantity) =>
            results.Figures.Find(f => f.Quantity == quantity && f.Subject == Subjects.Processes && f.Placement == Placements.All)?.Median
            ?? throw new InvalidDataException($"The results have no '{quantity}' of '{Subjects.Processes}'.");
    }

    private static long Nanoseconds(double microseconds) => (long)(microseconds * 1e3);
}
