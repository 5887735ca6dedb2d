using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>One call after the other on the caller's thread, against the least that an awaitable call can cost.</summary>
internal sealed class SerialBenchmark : RatioBenchmark
{
    private const int Count = 500_000;
    private readonly Func<int, int> method = static value => value;
    private IWorkManager? work;

    public override string Name => "serial";

    protected override string Title => "submit and await";

    protected override string Reference => "TaskCompletionSource and a delegate";

    protected override bool IsRate => false;

    protected override string Unit => "µs";

    protected override async Task StartAsync() => work = await WorkManager.StartAsync("serial");

    protected override async Task<double> MeasureOursAsync()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
            await BenchmarkTasks.EchoTask.SubmitAsync(work!, i);
        return Microseconds(Count, started);
    }

    protected override async Task<double> MeasureReferenceAsync()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
        {
            var completion = new TaskCompletionSource<int>();
            completion.SetResult(method(i));
            await completion.Task;
        }

        return Microseconds(Count, started);
    }
}
