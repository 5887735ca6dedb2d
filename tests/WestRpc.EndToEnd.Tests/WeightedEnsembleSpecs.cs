using System.Text.Json;

namespace WestRpc.EndToEnd.Tests;

/// <summary>The main job as a user starts it.</summary>
public sealed class WeightedEnsembleSpecs : IDisposable
{
    private const int Limit = 120_000;
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-we-").FullName;

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
            return await File.ReadAllBytesAsync(Path.Combine(output, "results.json"), TestContext.Current.CancellationToken);
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
            await File.ReadAllBytesAsync(Path.Combine(directory, "results.json"), TestContext.Current.CancellationToken));
        JsonElement[] iterations = [.. results.RootElement.GetProperty("iterations").EnumerateArray()];
        Assert.Equal(2_000, iterations.Length);
        Assert.All(iterations, static i =>
        {
            Assert.Equal(1, i.GetProperty("weight").GetDouble(), 1e-9);
            Assert.Equal(64, i.GetProperty("sha256").GetString()!.Length);
            Assert.Equal(
                i.GetProperty("weight").GetDouble(), i.GetProperty("bins").EnumerateObject().Sum(static b => b.Value.GetDouble()), 1e-12);
        });
        byte[] picture = await File.ReadAllBytesAsync(Path.Combine(directory, "rate.png"), TestContext.Current.CancellationToken);
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

    [Theory(Timeout = Limit)]
    [InlineData("--iterations is 'many', which is not a whole number from 1 to 100000000.", "--iterations", "many")]
    [InlineData("--seed is '-1', which is not a whole number from 0 to 9223372036854775807.", "--seed", "-1")]
    [InlineData("--segments-per-task is '0', which is not a whole number from 1 to 1000000.", "--segments-per-task", "0")]
    [InlineData("'--fast' is not an option; allowed are ", "--fast")]
    [InlineData("--input is 'none.json', which can't be read (", "--input", "none.json")]
    [InlineData("--out is '/proc/none', where nothing can be written (", "--out", "/proc/none")]
    [InlineData("--work-manager is 'slurm', which is not one of processes, serial, threads.", "--work-manager", "slurm")]
    public async Task Bad_options_are_one_line_and_exit_code_2(string message, params string[] arguments)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(Repository.WeightedEnsemble, arguments);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal("", output);
        Assert.Equal(2, code);
    }

    [Theory(Timeout = Limit)]
    [InlineData("\"diffusion\": 1,", "\"diffusion\": -1,", "diffusion is -1; it must be a number above 0.")]
    [InlineData("-1.8, -1.7", "-1.7, -1.8", "binBoundaries[3] is -1.8; it must be above the one before it, -1.7.")]
    [InlineData("\"source\": -1,", "\"source\": 1.5,", "source is 1.5; it must be outside the target, which is above 1.")]
    [InlineData("\"source\": -1,", "\"source\": -5,", "source is -5; it must be inside the bins, from -2 to 1.")]
    [InlineData("\"diffusion\": 1,", "\"difusion\": 1,", "difusion")]
    [InlineData("\"diffusion\": 1,", "", "diffusion")]
    [InlineData("\"walkersPerBin\": 20,", "\"walkersPerBin\": \"20\",", "walkersPerBin: ")]
    [InlineData("\"double-well\"", "\"triple-well\"", "potential.kind: ")]
    [InlineData("\"above\": 1", "\"above\": 1, \"below\": -3", "target")]
    [InlineData("\"iterations\": 2000,", "\"iterations\": 0,", "iterations is 0; it must be a whole number of at least 1.")]
    [InlineData("{", "[", "")]
    public async Task A_malformed_input_is_one_line_and_exit_code_2(string right, string wrong, string message)
    {
        string own = Path.Combine(Path.GetDirectoryName(Repository.WeightedEnsemble)!, "Inputs", "double-well.json");
        string text = await File.ReadAllTextAsync(own, TestContext.Current.CancellationToken);
        Assert.Contains(right, text, StringComparison.Ordinal);
        string path = Path.Combine(directory, "input.json");
        await File.WriteAllTextAsync(path, text.Replace(right, wrong, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (int code, string output, string error) = await RunningProgram.RunAsync(
            Repository.WeightedEnsemble, "--input", path, "--out", directory);
        Assert.StartsWith($"--input {path}: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal("", output);
        Assert.Equal(2, code);
    }
}
