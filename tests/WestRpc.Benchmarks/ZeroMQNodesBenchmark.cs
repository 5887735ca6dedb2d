namespace WestRpc.Benchmarks;

/// <summary>Two hundred nodes on one master against ten: time to join, memory, and what goes through.</summary>
internal sealed class ZeroMQNodesBenchmark : RatioBenchmark
{
    private const int Tasks = 200_000;
    private const int Many = 200;
    private const int Few = 10;

    private ManyNodesRun? many;
    private ManyNodesRun? few;

    public override string Name => "zmq-nodes";

    protected override string Title =>
        $"{Many} nodes of one worker each that answers at once, all in one process, TCP on loopback, sealed; {Tasks:N0} small tasks";

    protected override string Reference => $"{Few} such nodes";

    protected override bool IsRate => true;

    protected override string Unit => "tasks/s";

    protected override async Task StartAsync()
    {
        // The first is not measured: what a master takes once is no node's.
        await (await ManyNodesRun.StartAsync(Few)).DisposeAsync();
        many = await ManyNodesRun.StartAsync(Many);
        few = await ManyNodesRun.StartAsync(Few);
        Console.WriteLine($"{Name}: {Many} nodes joined within {many.Joined.TotalMilliseconds:N0} ms, {many.Kilobytes:N0} KB of managed memory each on the master");
    }

    protected override async Task StopAsync()
    {
        await few!.DisposeAsync();
        await many!.DisposeAsync();
    }

    protected override Task<double> MeasureOursAsync() => BenchmarkTasks.RateOfManyAsync(many!.Work, Tasks);

    protected override Task<double> MeasureReferenceAsync() => BenchmarkTasks.RateOfManyAsync(few!.Work, Tasks);
}
