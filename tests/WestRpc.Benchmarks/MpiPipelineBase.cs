namespace WestRpc.Benchmarks;

/// <summary>Many small calls at once on two ranks that work.</summary>
internal abstract class MpiPipelineBase(string library, string name) : RatioBenchmark
{
    protected const int Count = 100_000;
    protected const int Workers = 2;

    private MpiRun? run;

    public override string Name => "mpi-pipeline";

    protected override string Title => $"{Count:N0} small tasks on {Workers} ranks beside the master, {name}";

    protected override bool IsRate => true;

    protected override string Unit => "tasks/s";

    protected override Task StartAsync()
    {
        run = new MpiRun(library, 1 + Workers, MpiRanks.Work);
        return Task.CompletedTask;
    }

    protected override async Task StopAsync() => await run!.DisposeAsync();

    protected override async Task<double> MeasureOursAsync() => (await run!.AskAsync($"pipeline {Count}"))[0];
}
