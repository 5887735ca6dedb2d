using BenchmarkDotNet.Attributes;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Microbenchmarks;

/// <summary>A call on the caller's own thread, submitted and awaited.</summary>
public class InlineCalls
{
    private const int Calls = 1_000;

    private readonly Func<int, int> method = static value => value;
    private IWorkManager? serial;
    private IWorkManager? encoded;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        serial = await WorkManager.StartAsync("serial");
        encoded = await WorkManager.StartAsync("serial", new WorkManagerOptions { Isolate = true });
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await serial!.DisposeAsync();
        await encoded!.DisposeAsync();
    }

    [Benchmark(OperationsPerInvoke = Calls, Description = Subjects.Delegate)]
    public async Task<int> DelegateAsync()
    {
        int last = 0;
        for (int i = 0; i < Calls; i++)
        {
            var completion = new TaskCompletionSource<int>();
            completion.SetResult(method(i));
            last = await completion.Task;
        }

        return last;
    }

    [Benchmark(OperationsPerInvoke = Calls, Description = Subjects.Serial)]
    public Task<int> SerialAsync() => RunAsync(serial!);

    [Benchmark(OperationsPerInvoke = Calls, Description = "WestRpc serial, encoded and decoded (`WM_ISOLATE`)")]
    public Task<int> EncodedAsync() => RunAsync(encoded!);

    private static async Task<int> RunAsync(IWorkManager work)
    {
        int last = 0;
        for (int i = 0; i < Calls; i++)
            last = await MicroTasks.EchoTask.SubmitAsync(work, i);
        return last;
    }
}
