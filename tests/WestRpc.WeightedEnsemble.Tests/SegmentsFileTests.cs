using System.Diagnostics;
using System.Text.Json;
using WeightedEnsemble.Analysis;
using WeightedEnsemble.Model;
using WeightedEnsemble.Output;
using WeightedEnsemble.Sampling;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary><c>segments.h5</c>, read back by h5py: flux, rate and hashes are those of the run.</summary>
public sealed class SegmentsFileTests : IDisposable
{
    private const int Limit = 120_000;
    private const double Rounding = 1e-12;
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-h5-").FullName;

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Theory(Timeout = Limit)]
    [InlineData(nameof(Systems.SmallDoubleWell))]
    [InlineData(nameof(Systems.SmallOscillating))]
    public async Task Another_tool_comes_to_the_same_rate(string system)
    {
        SimulationInput input = system == nameof(Systems.SmallDoubleWell) ? Systems.SmallDoubleWell : Systems.SmallOscillating;
        string log = Path.Combine(directory, "log");
        string path = Path.Combine(directory, OutputDirectory.Segments);
        await using IWorkManager work = await WorkManager.StartAsync("serial", new WorkManagerOptions());
        using var set = new ReplicaSet([new Replica(input, seed: 1, segmentsPerTask: 10_000, work, new SegmentLog(log))]);
        await set.RunAsync(input.Iterations, static _ => { }, TestEnd);
        Replica replica = set.Replicas[0];
        Assert.True(replica.Log!.Count > 1 << 16, "one chunk would not show how they are put together");

        SegmentsFile.Write(path, "some/input.json", input, replica);

        JsonElement read = await ReadAsync(path);
        Assert.Equal(replica.Records.Select(static r => r.Sha256), read.GetProperty("hashes").EnumerateArray().Select(static h => h.GetString()!));
        Assert.All(read.GetProperty("fluxes").EnumerateArray(), (f, i) => Near(replica.Records[i].Flux, f.GetDouble()));
        Assert.All(read.GetProperty("weights").EnumerateArray(), (w, i) => Near(replica.Records[i].TotalWeight, w.GetDouble()));
        RateEstimate rate = RateEstimate.From([.. replica.Counted.Select(static r => r.Flux)], seed: 1)!;
        Near(rate.Mean, read.GetProperty("rate").GetDouble());
        Assert.True(read.GetProperty("compressed").GetBoolean());
        Assert.Equal(1, read.GetProperty("seed").GetInt32());
        Assert.Equal(input.Iterations, read.GetProperty("iterations").GetInt32());
        Assert.Equal("input.json", read.GetProperty("input").GetString());
        Assert.Equal(input.BinBoundaries, read.GetProperty("bins").EnumerateArray().Select(static b => b.GetDouble()));
        Assert.Equal(input.StepsPerSegment * input.TimeStep, read.GetProperty("segment_time").GetDouble());
    }

    [Fact]
    public void The_log_goes_when_it_is_closed()
    {
        string path = Path.Combine(directory, "log");
        using (var log = new SegmentLog(path))
        {
            log.Append(1, [new Walker(0.5, 0.25, 7), new Walker(1.5, 0.75, -8)], [2.5, 3.5]);
            log.Append(2, [new Walker(4.5, 1, 1)], [5.5]);
            LoggedSegment[][] blocks = [.. log.ReadBlocks(2)];
            Assert.Equal([new(1, 0, 0.25, 0.5, 2.5, 7), new(1, 1, 0.75, 1.5, 3.5, -8)], blocks[0]);
            Assert.Equal([new(2, 0, 1, 4.5, 5.5, 1)], blocks[1]);
            Assert.True(File.Exists(path));
        }

        Assert.False(File.Exists(path));
    }

    private static async Task<JsonElement> ReadAsync(string path)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "segments.py"), path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process python = Process.Start(start)!;
        Task<string> output = python.StandardOutput.ReadToEndAsync(TestEnd);
        string error = await python.StandardError.ReadToEndAsync(TestEnd);
        await python.WaitForExitAsync(TestEnd);
        Assert.True(python.ExitCode == 0, error);
        return JsonDocument.Parse(await output).RootElement;
    }

    private static void Near(double expected, double actual) => Assert.InRange(actual, expected - (Rounding * Math.Abs(expected)), expected + (Rounding * Math.Abs(expected)));
}
