using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Microbenchmarks;

/// <summary>Many calls through a queue to two threads, all submitted at once.</summary>
public class QueuedCalls
{
    private const int Calls = 10_000;
    private const int Workers = 2;

    private readonly Channel<Action> queue = Channel.CreateUnbounded<Action>();
    private IWorkManager? threads;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        threads = await WorkManager.StartAsync("threads", new WorkManagerOptions { WorkerCount = Workers });
        for (int i = 0; i < Workers; i++)
            new Thread(Serve) { IsBackground = true }.Start();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        queue.Writer.Complete();
        await threads!.DisposeAsync();
    }

    [Benchmark(OperationsPerInvoke = Calls, Description = Subjects.Handwritten)]
    public Task ChannelAsync()
    {
        var tasks = new Task<int>[Calls];
        for (int i = 0; i < Calls; i++)
        {
            int value = i;
            var completion = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            tasks[i] = completion.Task;
            queue.Writer.TryWrite(() => completion.SetResult(value));
        }

        return Task.WhenAll(tasks);
    }

    [Benchmark(OperationsPerInvoke = Calls, Description = Subjects.Threads)]
    public Task ThreadsAsync() => Task.WhenAll(threads!.SubmitManyAsync(Enumerable.Range(0, Calls).Select(static i => new MicroTasks.EchoTask(i))));

    private void Serve()
    {
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (queue.Reader.TryRead(out Action? action))
                action();
        }
    }
}
