using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>Large arguments that come back, 100 in flight, through a node with two workers.</summary>
internal sealed class ZeroMQLargeBenchmark(ZeroMQSecurity security) : RatioBenchmark
{
    private const int Count = 100;
    private static readonly byte[] Data = new byte[1 << 20];

    private ZeroMQRun? run;
    private BareNetMQ? bare;

    public override string Name => security == ZeroMQSecurity.On ? "zmq-large" : "zmq-large-unsealed";

    protected override string Title =>
        $"1 MiB there and back, {Count} in flight, through a node with two workers, TCP on loopback, {(security == ZeroMQSecurity.On ? "sealed" : "not sealed")}";

    protected override string Reference => "bare NetMQ between two processes, as many in flight";

    protected override bool IsRate => true;

    protected override string Unit => "MiB/s each way";

    protected override async Task StartAsync()
    {
        run = await ZeroMQRun.StartAsync(workers: 2, security);
        bare = new BareNetMQ();
    }

    protected override async Task StopAsync()
    {
        bare!.Dispose();
        await run!.DisposeAsync();
    }

    protected override async Task<double> MeasureOursAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => BenchmarkTasks.LargeTask.SubmitAsync(run!.Work, Data)));
        return PerSecond(Count, started);
    }

    protected override Task<double> MeasureReferenceAsync()
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Count; i++)
            bare!.Send(Data);
        for (int i = 0; i < Count; i++)
            bare!.Receive();
        return Task.FromResult(PerSecond(Count, started));
    }
}
