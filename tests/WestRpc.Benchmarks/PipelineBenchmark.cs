using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>Many small calls at once on two child processes, against Python's ProcessPoolExecutor, one submit a task.</summary>
internal sealed class PipelineBenchmark : RatioBenchmark
{
    private const int Count = 100_000;
    private const int PeerCount = 5_000;
    private const int Workers = 2;
    private IWorkManager? work;

    public override string Name => "pipeline";

    protected override string Title => $"{Count:N0} small tasks on {Workers} child processes";

    protected override string Reference => "Python's ProcessPoolExecutor, one submit a task";

    protected override bool IsRate => true;

    protected override string Unit => "tasks/s";

    protected override async Task StartAsync() =>
        work = await WorkManager.StartAsync("processes", new WorkManagerOptions { WorkerCount = Workers });

    protected override async Task StopAsync() => await work!.DisposeAsync();

    protected override async Task<double> MeasureOursAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => BenchmarkTasks.EchoTask.SubmitAsync(work!, i)));
        return PerSecond(Count, started);
    }

    protected override Task<double> MeasureReferenceAsync() =>
        PythonPeer.RateAsync(PythonPeer.Command("process_pool", Workers), "rate", PeerCount);
}
