namespace WestRpc.Benchmarks;

/// <summary>One call after the other through ranks, against what MPI itself takes.</summary>
internal sealed class MpiRoundTripBenchmark(string library, string name, int ranks) : RatioBenchmark
{
    private const int Count = 5_000;
    private const int Size = 64;
    private const int Rounds = 100_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-benchmark-");
    private MpiRun? run;
    private MpiRun? bare;

    public override string Name => "mpi-round-trip";

    protected override string Title => $"await in a loop, {name}, {ranks} ranks";

    protected override string Reference => $"a ping-pong of {Size} bytes in C, two ranks";

    protected override bool IsRate => false;

    protected override string Unit => "µs";

    protected override async Task StartAsync()
    {
        run = new MpiRun(library, ranks, MpiRanks.Work);
        bare = new MpiRun(library, 2, MpiPingPong.Part, await MpiPingPongInC.CompileAsync(library, folder));
    }

    protected override async Task StopAsync()
    {
        await bare!.DisposeAsync();
        await run!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    protected override async Task<double> MeasureOursAsync() => (await run!.AskAsync($"round-trip {Count}"))[0];

    protected override async Task<double> MeasureReferenceAsync() => (await bare!.AskAsync($"{MpiPingPong.C} {Size} {Rounds}"))[0];

    protected override string Compare(double ours, double reference) => $"{ours - reference:F1} µs more";
}
