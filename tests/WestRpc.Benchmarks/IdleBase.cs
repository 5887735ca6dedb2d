namespace WestRpc.Benchmarks;

/// <summary>Processor time of processes that have nothing to do.</summary>
internal abstract class IdleBase : RatioBenchmark
{
    protected static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    // What the runtime does after it has started (tiered compilation) is not idling.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <summary>What they may take of a core.</summary>
    protected virtual double LimitPercent => 0.5;

    protected override string Reference => "the limit";

    protected override bool IsRate => false;

    protected override string Unit => "% of a core";

    protected override int Repeats => 1;

    protected override TimeSpan Before => TimeSpan.Zero;

    /// <summary>What each group of processes takes together; the largest.</summary>
    protected static async Task<double> MeasureAsync(params int[][] groups)
    {
        await Task.Delay(Settling);
        TimeSpan[] before = [.. groups.Select(CpuTimeOf)];
        await Task.Delay(Time);
        return groups.Select((g, i) => (CpuTimeOf(g) - before[i]) / Time * 100).Max();
    }

    protected override Task<double> MeasureReferenceAsync() => Task.FromResult(LimitPercent);

    private static TimeSpan CpuTimeOf(IEnumerable<int> processIds) =>
        processIds.Aggregate(TimeSpan.Zero, static (sum, id) => sum + ProcessorTime.Of(id));
}
