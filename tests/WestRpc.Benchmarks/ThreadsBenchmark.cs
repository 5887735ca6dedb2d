using System.Diagnostics;
using System.Threading.Channels;

namespace WestRpc.Benchmarks;

/// <summary>Many small calls at once on two threads, against what one would write by hand.</summary>
internal sealed class ThreadsBenchmark : RatioBenchmark
{
    private const int Count = 200_000;
    private const int Workers = 2;
    private readonly Channel<Action> queue = Channel.CreateUnbounded<Action>();
    private IWorkManager? work;

    public override string Name => "threads";

    protected override string Title => $"{Count:N0} small tasks on {Workers} threads";

    protected override string Reference => "Channel<Action> with a TaskCompletionSource each";

    protected override bool IsRate => true;

    protected override string Unit => "tasks/s";

    protected override async Task StartAsync()
    {
        work = await WorkManager.StartAsync("threads", new WorkManagerOptions { WorkerCount = Workers });
        for (int i = 0; i < Workers; i++)
            new Thread(Serve) { IsBackground = true }.Start();
    }

    protected override async Task StopAsync()
    {
        queue.Writer.Complete();
        await work!.DisposeAsync();
    }

    protected override Task<double> MeasureOursAsync() => BenchmarkTasks.RateOfManyAsync(work!, Count);

    protected override async Task<double> MeasureReferenceAsync()
    {
        long started = Stopwatch.GetTimestamp();
        var tasks = new Task<int>[Count];
        for (int i = 0; i < Count; i++)
        {
            int value = i;
            var completion = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            tasks[i] = completion.Task;
            queue.Writer.TryWrite(() => completion.SetResult(value));
        }

        await Task.WhenAll(tasks);
        return PerSecond(Count, started);
    }

    private void Serve()
    {
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (queue.Reader.TryRead(out Action? action))
                action();
        }
    }
}
