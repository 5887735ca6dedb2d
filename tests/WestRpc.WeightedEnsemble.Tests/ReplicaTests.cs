using System.Runtime.InteropServices;
using System.Text.Json;
using WeightedEnsemble.Analysis;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary><c>--replicas</c>, as a user starts it.</summary>
public sealed class ReplicaTests : IDisposable
{
    private const int Limit = 120_000;
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-replicas-").FullName;

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact(Timeout = Limit)]
    public async Task Each_replica_is_the_run_from_its_seed()
    {
        string together = Path.Combine(directory, "together");
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(together).FullName, "results-17.json"), "an older run's", TestEnd);
        await RunAsync("--replicas", "3", "--seed", "5", "--save-segments", "--work-manager", "processes", "--n-workers", "2", "--out", together);
        Assert.Equal(
            [
                "rate.png", "replicas.json", "results-5.json", "results-6.json", "results-7.json", "segments-5.h5", "segments-6.h5",
                "segments-7.h5", "timings.json",
            ],
            Directory.GetFiles(together).Select(Path.GetFileName).Order());
        for (int seed = 5; seed <= 7; seed++)
        {
            string alone = Path.Combine(directory, "alone");
            await RunAsync("--seed", $"{seed}", "--serial", "--out", alone);
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(alone, "results.json"), TestEnd),
                await File.ReadAllBytesAsync(Path.Combine(together, $"results-{seed}.json"), TestEnd));
        }

        async Task RunAsync(params string[] arguments)
        {
            (int code, _, string error) = await RunningProgram.RunAsync(
                Repository.WeightedEnsemble, ["--iterations", "30", "--segments-per-task", "50", .. arguments]);
            Assert.True(code == 0, error);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task The_interval_between_them_is_reported_beside_those_from_within()
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(
            Repository.WeightedEnsemble, "--serial", "--segments-per-task", "1000", "--iterations", "800", "--replicas", "3", "--out", directory);
        Assert.True(code == 0, error);
        Assert.Contains(" between the 3 replicas", output, StringComparison.Ordinal);
        Assert.Contains(" by its 8 blocks of 50 iterations; ", output, StringComparison.Ordinal);

        using JsonDocument file = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(directory, "replicas.json"), TestEnd));
        JsonElement[] replicas = [.. file.RootElement.GetProperty("replicas").EnumerateArray()];
        Assert.Equal([1, 2, 3], replicas.Select(static r => r.GetProperty("seed").GetInt32()));
        Assert.All(replicas, static r =>
        {
            Assert.InRange(r.GetProperty("rate").GetDouble(), r.GetProperty("low").GetDouble(), r.GetProperty("high").GetDouble());
            Assert.Equal(8, r.GetProperty("blocks").GetInt32());
        });
        ReplicaEstimate expected = ReplicaEstimate.From([.. replicas.Select(static r => r.GetProperty("rate").GetDouble())])!;
        Assert.Equal(expected.Mean, file.RootElement.GetProperty("rate").GetDouble());
        Assert.Equal(expected.Low, file.RootElement.GetProperty("low").GetDouble());
        Assert.Equal(expected.High, file.RootElement.GetProperty("high").GetDouble());
    }

    [Fact]
    public void The_interval_between_them_is_Students()
    {
        // t(0.975, 3) = 3.182446; s = 1.290994.
        ReplicaEstimate estimate = ReplicaEstimate.From([1, 2, 3, 4])!;
        Assert.Equal(2.5, estimate.Mean);
        Assert.Equal(2.5 - (3.182446 * 1.290994 / 2), estimate.Low, 1e-5);
        Assert.Equal(2.5 + (3.182446 * 1.290994 / 2), estimate.High, 1e-5);
        Assert.Null(ReplicaEstimate.From([1]));
    }

    [Theory(Timeout = Limit)]
    [InlineData("--replicas is '0', which is not a whole number from 1 to 1000.", "--replicas", "0")]
    [InlineData("--replicas is 'all', which is not a whole number from 1 to 1000.", "--replicas", "all")]
    public async Task A_wrong_number_is_one_line_and_exit_code_2(string message, params string[] arguments)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(Repository.WeightedEnsemble, arguments);
        Assert.Equal(message, error);
        Assert.Equal("", output);
        Assert.Equal(2, code);
    }

    [Theory(Timeout = Limit)]
    [InlineData("threads")]
    [InlineData("serial")]
    public async Task After_Ctrl_C_nothing_is_left_of_any(string manager)
    {
        await using RunningProgram program = RunningProgram.Start(
            Repository.WeightedEnsemble, "--work-manager", manager, "--n-workers", "2", "--segments-per-task", "1000",
            "--iterations", "1000000", "--replicas", "4", "--save-segments", "--out", directory);
        Assert.StartsWith("iteration ", await program.NextLineAsync(), StringComparison.Ordinal);
        program.SignalGroup(PosixSignal.SIGINT);
        (int code, _, string error) = await program.EndAsync();
        Assert.Equal(130, code);
        Assert.EndsWith(" of 4000000 iterations of 4 replicas; nothing was written", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(directory));
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_killed_run_leaves_goes_with_the_next()
    {
        await using RunningProgram program = RunningProgram.Start(
            Repository.WeightedEnsemble, "--serial", "--segments-per-task", "1000", "--iterations", "1000000", "--save-segments", "--out", directory);
        Assert.StartsWith("iteration ", await program.NextLineAsync(), StringComparison.Ordinal);
        program.Kill();
        await program.EndAsync();
        Assert.Equal([".unfinished-segments.h5.log"], Directory.GetFiles(directory).Select(Path.GetFileName));

        (int code, _, string error) = await RunningProgram.RunAsync(
            Repository.WeightedEnsemble, "--serial", "--iterations", "2", "--save-segments", "--out", directory);
        Assert.True(code == 0, error);
        Assert.Equal(["rate.png", "results.json", "segments.h5", "timings.json"], Directory.GetFiles(directory).Select(Path.GetFileName).Order());
    }
}
