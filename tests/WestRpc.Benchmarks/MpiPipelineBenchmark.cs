namespace WestRpc.Benchmarks;

/// <summary>Small calls on ranks against `processes`.</summary>
internal sealed class MpiPipelineBenchmark(string library, string name) : MpiPipelineBase(library, name)
{
    private IWorkManager? processes;

    protected override string Reference => $"processes, {Workers} workers";

    protected override async Task StartAsync()
    {
        await base.StartAsync();
        processes = await WorkManager.StartAsync("processes", new WorkManagerOptions { WorkerCount = Workers });
    }

    protected override async Task StopAsync()
    {
        await processes!.DisposeAsync();
        await base.StopAsync();
    }

    protected override Task<double> MeasureReferenceAsync() => BenchmarkTasks.RateOfManyAsync(processes!, Count);
}
