namespace WestRpc.Benchmarks;

/// <summary>Many small calls at once through a node with two workers, against WESTPA's ZeroMQ work manager, where a checkout is given.</summary>
internal sealed class ZeroMQReferenceBenchmark(string checkout) : RatioBenchmark
{
    private const string Variable = "WESTPA_CHECKOUT";
    private const int Count = 100_000;
    private const int PeerCount = 3_000;
    private const int Workers = 2;
    private ZeroMQRun? run;

    public override string Name => "zmq-reference";

    protected override string Title => $"{Count:N0} small tasks through a node with two workers, TCP on loopback, sealed";

    protected override string Reference => $"WESTPA's zmq work manager, submit_many of {PeerCount:N0}, two local workers";

    protected override bool IsRate => true;

    protected override string Unit => "tasks/s";

    protected override int Repeats => 3;

    /// <summary>Alone where <c>WESTPA_CHECKOUT</c> names a checkout of github.com/westpa/westpa, else none.</summary>
    public static ZeroMQReferenceBenchmark[] IfThere() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } checkout ? [new ZeroMQReferenceBenchmark(checkout)] : [];

    protected override async Task StartAsync() => run = await ZeroMQRun.StartAsync(Workers);

    protected override async Task StopAsync() => await run!.DisposeAsync();

    protected override Task<double> MeasureOursAsync() => BenchmarkTasks.RateOfManyAsync(run!.Work, Count);

    protected override Task<double> MeasureReferenceAsync() =>
        PythonPeer.RateAsync(PythonPeer.Command("westpa_zmq", Workers, checkout), "rate-many", PeerCount);
}
