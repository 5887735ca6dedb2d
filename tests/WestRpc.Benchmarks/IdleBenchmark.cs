namespace WestRpc.Benchmarks;

/// <summary>What master and two workers take of a core while nothing is to be done, heartbeats included: against a limit.</summary>
internal sealed class IdleBenchmark : IdleBase
{
    public override string Name => "idle";

    protected override string Title => $"master and two idle workers for {Time.TotalSeconds} s, a heartbeat each second";

    protected override async Task<double> MeasureOursAsync()
    {
        await using IWorkManager work = await WorkManager.StartAsync(
            "processes", new WorkManagerOptions { WorkerCount = 2, HeartbeatInterval = TimeSpan.FromSeconds(1) });
        return await MeasureAsync([Environment.ProcessId, .. await BenchmarkTasks.ProcessIdsAsync(work, 2)]);
    }
}
