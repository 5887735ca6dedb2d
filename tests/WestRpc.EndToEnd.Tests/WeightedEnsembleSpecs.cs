using System.Text.Json;

namespace WestRpc.EndToEnd.Tests;

/// <summary>The main job as a user starts it.</summary>
public sealed partial class WeightedEnsembleSpecs : IDisposable
{
    private const int Limit = 120_000;
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-we-").FullName;

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact(Timeout = Limit)]
    public async Task The_results_are_the_same_byte_for_byte_whoever_does_the_work()
    {
        byte[] reference = await ResultsAsync("serial");
        Assert.Equal(reference, await ResultsAsync("threads", "--n-workers", "3"));
        Assert.Equal(reference, await ResultsAsync("serial", "--isolate"));
        Assert.Equal(reference, await ResultsAsync("processes", "--n-workers", "1"));
        Assert.Equal(reference, await ResultsAsync("processes", "--n-workers", "2", "--segments-per-task", "7"));
        Assert.NotEqual(reference, await ResultsAsync("serial", "--seed", "2"));

        async Task<byte[]> ResultsAsync(string manager, params string[] more)
        {
            string output = Path.Combine(directory, Guid.NewGuid().ToString("N"));
            (int code, _, string error) = await RunningProgram.RunAsync(
                Repository.WeightedEnsemble, ["--work-manager", manager, "--iterations", "60", "--out", output, .. more]);
            Assert.True(code == 0, error);
            return await File.ReadAllBytesAsync(Path.Combine(output, "results.json"), TestEnd);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task The_default_run_finds_the_exact_rate()
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(Repository.WeightedEnsemble, "--out", directory);
        Assert.Equal("", error);
        Assert.Equal(0, code);
        string ratio = output.Split('\n').Single(static l => l.StartsWith("ratio", StringComparison.Ordinal));
        Assert.InRange(double.Parse(ratio["ratio".Length..], System.Globalization.CultureInfo.InvariantCulture), 0.75, 1.33);

        using JsonDocument results = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(directory, "results.json"), TestEnd));
        JsonElement[] iterations = [.. results.RootElement.GetProperty("iterations").EnumerateArray()];
        Assert.Equal(2_000, iterations.Length);
        Assert.All(iterations, static i =>
        {
            Assert.Equal(1, i.GetProperty("weight").GetDouble(), 1e-9);
            Assert.Equal(64, i.GetProperty("sha256").GetString()!.Length);
            Assert.Equal(
                i.GetProperty("weight").GetDouble(), i.GetProperty("bins").EnumerateObject().Sum(static b => b.Value.GetDouble()), 1e-12);
        });
        byte[] picture = await File.ReadAllBytesAsync(Path.Combine(directory, "rate.png"), TestEnd);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture[..4]);
        Assert.True(picture.Length > 50_000, "an empty picture, or one without text");
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_too_short_for_a_rate_says_so()
    {
        (int code, string output, _) = await RunningProgram.RunAsync(
            Repository.WeightedEnsemble, "--serial", "--iterations", "5", "--out", directory);
        Assert.Equal(0, code);
        Assert.Contains("too short", output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task Help_lists_the_options()
    {
        (int code, string output, _) = await RunningProgram.RunAsync(Repository.WeightedEnsemble, "--serial", "--help");
        Assert.Equal(0, code);
        foreach (string option in (string[])["--input", "--iterations", "--seed", "--out", "--segments-per-task", "--work-manager", "WM_N_WORKERS"])
            Assert.Contains(option, output, StringComparison.Ordinal);
    }

    /// <summary>An input file like one of the sample's own but for one passage.</summary>
    private async Task<string> InputAsync(string right, string wrong, string own = "double-well.json")
    {
        string text = await File.ReadAllTextAsync(
            Path.Combine(Path.GetDirectoryName(Repository.WeightedEnsemble)!, "Inputs", own), TestEnd);
        Assert.Contains(right, text, StringComparison.Ordinal);
        string path = Path.Combine(directory, "input.json");
        await File.WriteAllTextAsync(path, text.Replace(right, wrong, StringComparison.Ordinal), TestEnd);
        return path;
    }
}
