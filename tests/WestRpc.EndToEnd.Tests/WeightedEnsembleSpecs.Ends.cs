using System.Runtime.InteropServices;

namespace WestRpc.EndToEnd.Tests;

/// <summary>Runs that do not come to their end, and what they leave.</summary>
public sealed partial class WeightedEnsembleSpecs
{
    private static readonly string[] Results = ["rate.png", "results.json", "timings.json"];

    [Theory(Timeout = Limit)]
    [InlineData("serial", "1")]
    [InlineData("threads", "7")]
    [InlineData("processes", "1")]
    public async Task A_trajectory_that_blows_up_is_one_line_and_exit_code_1(string manager, string block)
    {
        string path = await InputAsync("\"timeStep\": 0.0002", "\"timeStep\": 1");
        string outputDirectory = await OldResultsAsync();
        (int code, string output, string error) = await RunningProgram.RunAsync(
            Repository.WeightedEnsemble, "--work-manager", manager, "--n-workers", "2", "--segments-per-task", block,
            "--input", path, "--out", outputDirectory);
        Assert.Equal(
            $"--input {path}: timeStep is 1, which is too long: segment 1 of iteration 1 ended at NaN. Nothing was written.", error);
        Assert.Equal("", output);
        Assert.Equal(1, code);
        Assert.Empty(Directory.GetFiles(outputDirectory));
    }

    [Fact(Timeout = Limit)]
    public async Task After_Ctrl_C_no_older_results_are_left_and_the_longest_run_takes_no_room_in_advance()
    {
        string outputDirectory = await OldResultsAsync();
        var environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x10000000" };
        await using RunningProgram program = RunningProgram.Start(
            Repository.WeightedEnsemble, environment, "--serial", "--segments-per-task", "1000", "--iterations", "100000000",
            "--out", outputDirectory);
        Assert.StartsWith("iteration ", await program.NextLineAsync(), StringComparison.Ordinal);
        program.SignalGroup(PosixSignal.SIGINT);
        (int code, _, string error) = await program.EndAsync();
        Assert.Equal(130, code);
        Assert.EndsWith(" of 100000000; nothing was written", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(outputDirectory));
    }

    [Fact(Timeout = Limit)]
    public async Task A_run_replaces_older_results_and_leaves_nothing_else()
    {
        string outputDirectory = await OldResultsAsync();
        (int code, _, string error) = await RunningProgram.RunAsync(
            Repository.WeightedEnsemble, "--serial", "--iterations", "5", "--out", outputDirectory);
        Assert.True(code == 0, error);
        Assert.Equal(Results, Directory.GetFiles(outputDirectory).Select(Path.GetFileName).Order());
        foreach (string file in Directory.GetFiles(outputDirectory))
            Assert.NotEqual("old", await File.ReadAllTextAsync(file, TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task What_is_refused_leaves_older_results_alone()
    {
        string outputDirectory = await OldResultsAsync();
        string path = await InputAsync("\"barrier\": 8", "\"barrier\": 900");
        (int code, _, _) = await RunningProgram.RunAsync(
            Repository.WeightedEnsemble, "--serial", "--input", path, "--out", outputDirectory);
        Assert.Equal(2, code);
        Assert.Equal(Results, Directory.GetFiles(outputDirectory).Select(Path.GetFileName).Order());
    }

    [Fact(Timeout = Limit)]
    public async Task The_cursor_is_back_after_a_second_Ctrl_C_under_the_live_bar()
    {
        // A segment that does not end while the test runs: nothing but the second Ctrl-C does.
        string path = await InputAsync("\"stepsPerSegment\": 50", "\"stepsPerSegment\": 2000000000");
        var environment = new Dictionary<string, string> { ["TERM"] = "xterm-256color" };
        await using RunningProgram program = RunningProgram.Start(
            "script", environment, "--quiet", "--return", "--command",
            $"'{Repository.WeightedEnsemble}' --serial --input '{path}' --out '{directory}'", "/dev/null");
        while (!(await program.NextLineAsync()).Contains("\u001b[?25l", StringComparison.Ordinal))
        {
            // The bar is not up yet.
        }

        await program.TypeAsync("\u0003\u0003");
        (int code, string output, _) = await program.EndAsync();
        Assert.Equal(130, code);
        Assert.True(
            output.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > output.LastIndexOf("\u001b[?25l", StringComparison.Ordinal),
            "the cursor stays hidden");
    }

    /// <summary>A directory with results of an earlier run.</summary>
    private async Task<string> OldResultsAsync()
    {
        string old = Directory.CreateDirectory(Path.Combine(directory, "out")).FullName;
        foreach (string name in Results)
            await File.WriteAllTextAsync(Path.Combine(old, name), "old", TestEnd);
        return old;
    }
}
