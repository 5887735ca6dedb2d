namespace WestRpc.Benchmarks;

/// <summary>The binding to MPI alone, against the same loop in C.</summary>
internal sealed class MpiPingPongBenchmark(string library, string name, int size, int rounds) : RatioBenchmark
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-benchmark-");
    private MpiRun? run;

    public override string Name => "mpi-ping-pong";

    protected override string Title => $"{size:N0} bytes there and back by the binding, {name}, two ranks";

    protected override string Reference => "the same loop in C";

    protected override bool IsRate => false;

    protected override string Unit => "µs";

    // Short passes, and many.
    protected override int Repeats => 31;

    protected override async Task StartAsync() =>
        run = new MpiRun(library, 2, MpiPingPong.Part, await MpiPingPongInC.CompileAsync(library, folder));

    protected override async Task StopAsync()
    {
        await run!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    protected override Task<double> MeasureOursAsync() => MeasureAsync(MpiPingPong.Binding);

    protected override Task<double> MeasureReferenceAsync() => MeasureAsync(MpiPingPong.C);

    private async Task<double> MeasureAsync(string loop) => (await run!.AskAsync($"{loop} {size} {rounds}"))[0];
}
