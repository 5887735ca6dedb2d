using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>
/// One call after the other through one child process. Run it pinned to one CPU and unpinned (<c>taskset -c 0</c>): a
/// wake-up across CPUs costs several times one on the same CPU, and hides everything else.
/// </summary>
internal sealed class RoundTripBenchmark : RatioBenchmark
{
    private const int Count = 20_000;

    // A header of 24 bytes; the argument is an array of one number, the answer a number, here of up to five bytes each.
    private const int RequestSize = 24 + 6;
    private const int AnswerSize = 24 + 5;

    private IWorkManager? work;
    private RawEcho? raw;

    public override string Name => "round-trip";

    protected override string Title =>
        $"await in a loop through one child, {(Environment.ProcessorCount == 1 ? "all on one CPU" : $"{Environment.ProcessorCount} CPUs")}";

    protected override string Reference => "raw blocking Unix-socket ping-pong, same sizes";

    protected override bool IsRate => false;

    protected override string Unit => "µs";

    protected override async Task StartAsync()
    {
        work = await WorkManager.StartAsync("processes", new WorkManagerOptions { WorkerCount = 1 });
        raw = new RawEcho(RequestSize, AnswerSize);
    }

    protected override async Task StopAsync()
    {
        raw!.Dispose();
        await work!.DisposeAsync();
    }

    protected override async Task<double> MeasureOursAsync()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
            await BenchmarkTasks.EchoTask.SubmitAsync(work!, 100_000 + i);
        return Microseconds(Count, started);
    }

    protected override Task<double> MeasureReferenceAsync()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
            raw!.RoundTrip();
        return Task.FromResult(Microseconds(Count, started));
    }
}
