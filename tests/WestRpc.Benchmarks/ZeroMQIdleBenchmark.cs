namespace WestRpc.Benchmarks;

/// <summary>The same of a server without workers and a node with two, over TCP; heartbeats as they are by default.</summary>
internal sealed class ZeroMQIdleBenchmark : IdleBase
{
    public override string Name => "zmq-idle";

    protected override string Title => $"a server, a node and its two idle workers for {Time.TotalSeconds} s";

    protected override async Task<double> MeasureOursAsync()
    {
        await using ZeroMQRun run = await ZeroMQRun.StartAsync(workers: 2);
        return await MeasureAsync([Environment.ProcessId, run.NodeId, .. await WorkersAsync(run.Work, 2)]);
    }
}
