namespace WestRpc.Benchmarks;

/// <summary>What a rank takes that has had nothing to do for seconds; heartbeats as they are by default.</summary>
internal sealed class MpiIdleBenchmark(string library, string name) : IdleBase
{
    public override string Name => "mpi-idle";

    protected override string Title => $"the one of three ranks that takes most, with nothing to do for {Time.TotalSeconds} s, {name}";

    protected override double LimitPercent => 1;

    protected override async Task<double> MeasureOursAsync()
    {
        await using var run = new MpiRun(library, 3, MpiRanks.Work);
        double[] ids = await run.AskAsync("processes");
        return await MeasureAsync([.. ids.Select(static id => new[] { (int)id })]);
    }
}
