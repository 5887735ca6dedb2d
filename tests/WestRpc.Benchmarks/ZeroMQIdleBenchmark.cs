namespace WestRpc.Benchmarks;

/// <summary>What a server without workers, and a node with two, take each; over TCP, heartbeats as they are by default.</summary>
internal sealed class ZeroMQIdleBenchmark : IdleBase
{
    public override string Name => "zmq-idle";

    protected override string Title => $"the server, or the node, whichever takes more, with two idle workers for {Time.TotalSeconds} s";

    protected override async Task<double> MeasureOursAsync()
    {
        await using ZeroMQRun run = await ZeroMQRun.StartAsync(workers: 2);
        await BenchmarkTasks.ProcessIdsAsync(run.Work, 2);
        return await MeasureAsync([Environment.ProcessId], [run.NodeId]);
    }
}
