using System.Diagnostics;
using System.Globalization;

namespace WestRpc.Benchmarks;

/// <summary>Many small calls at once through a node with two workers, against WESTPA's ZeroMQ work manager, where a checkout is given.</summary>
internal sealed class ZeroMQReferenceBenchmark(string checkout) : RatioBenchmark
{
    private const string Variable = "WESTPA_CHECKOUT";
    private const int Count = 100_000;
    private const int PeerCount = 3_000;
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

    protected override async Task StartAsync() => run = await ZeroMQRun.StartAsync(workers: 2);

    protected override async Task StopAsync() => await run!.DisposeAsync();

    protected override Task<double> MeasureOursAsync() => BenchmarkTasks.RateOfManyAsync(run!.Work, Count);

    protected override async Task<double> MeasureReferenceAsync()
    {
        string script = PythonPeer.ScriptOf("westpa_zmq");
        var start = new ProcessStartInfo(PythonPeer.Interpreter, [script, checkout, $"{PeerCount}", "2"]) { RedirectStandardOutput = true };
        using Process peer = Process.Start(start)!;
        try
        {
            string? rate = await peer.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
            return double.Parse(rate ?? throw new InvalidOperationException($"{script} failed."), CultureInfo.InvariantCulture);
        }
        finally
        {
            // Its end may never come.
            peer.Kill(entireProcessTree: true);
        }
    }
}
