namespace WestRpc.Benchmarks;

/// <summary>Many small calls at once through a node with two workers, against two workers of `processes`.</summary>
internal sealed class ZeroMQPipelineBenchmark : RatioBenchmark
{
    private const int Count = 100_000;
    private ZeroMQRun? run;
    private IWorkManager? processes;

    public override string Name => "zmq-pipeline";

    protected override string Title => $"{Count:N0} small tasks through a node with two workers, TCP on loopback, sealed";

    protected override string Reference => "processes, two workers";

    protected override bool IsRate => true;

    protected override string Unit => "tasks/s";

    protected override async Task StartAsync()
    {
        run = await ZeroMQRun.StartAsync(workers: 2);
        processes = await WorkManager.StartAsync("processes", new WorkManagerOptions { WorkerCount = 2 });
    }

    protected override async Task StopAsync()
    {
        await processes!.DisposeAsync();
        await run!.DisposeAsync();
    }

    protected override Task<double> MeasureOursAsync() => BenchmarkTasks.RateOfManyAsync(run!.Work, Count);

    protected override Task<double> MeasureReferenceAsync() => BenchmarkTasks.RateOfManyAsync(processes!, Count);
}
