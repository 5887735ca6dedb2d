using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>What master and two workers take of a core while nothing is to be done, heartbeats included: against a limit.</summary>
internal sealed class IdleBenchmark : RatioBenchmark
{
    private const double LimitPercent = 0.5;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(20);

    // What the runtime does after it has started (tiered compilation) is not idling.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public override string Name => "idle";

    protected override string Title => $"master and two idle workers for {Time.TotalSeconds} s, a heartbeat each second";

    protected override string Reference => "the limit";

    protected override bool IsRate => false;

    protected override string Unit => "% of a core";

    protected override int Repeats => 1;

    protected override TimeSpan Before => TimeSpan.Zero;

    protected override async Task<double> MeasureOursAsync()
    {
        await using IWorkManager work = await WorkManager.StartAsync(
            "processes", new WorkManagerOptions { WorkerCount = 2, HeartbeatInterval = TimeSpan.FromSeconds(1) });
        var ids = new HashSet<int> { Environment.ProcessId };
        while (ids.Count < 3)
            ids.Add(await BenchmarkTasks.ProcessIdTask.SubmitAsync(work));
        await Task.Delay(Settling);
        TimeSpan before = CpuTimeOf(ids);
        await Task.Delay(Time);
        return (CpuTimeOf(ids) - before) / Time * 100;
    }

    protected override Task<double> MeasureReferenceAsync() => Task.FromResult(LimitPercent);

    private static TimeSpan CpuTimeOf(IEnumerable<int> processIds)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (int id in processIds)
        {
            using Process process = Process.GetProcessById(id);
            sum += process.TotalProcessorTime;
        }

        return sum;
    }
}
