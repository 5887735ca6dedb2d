using System.Diagnostics;
using System.Text.RegularExpressions;

namespace WestRpc.Simulation.Tests;

/// <summary>A seed says all: the same seed gives the same effects, here and in another process.</summary>
public sealed partial class ReplayTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Run_SameSeedsInTwoProcesses_SameEffects()
    {
        string[] hashes = await Task.WhenAll(HashAsync("--seeds", "100", "--from", "7"), HashAsync("--seeds", "100", "--from", "7"));
        var here = new Campaign();
        here.Run(from: 7, count: 100, threads: 1);

        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(hashes[0], $"{here.Hash:x16}");
        Assert.NotEqual(hashes[0], await HashAsync("--seeds", "100", "--from", "8"));
    }

    [Fact]
    public async Task Command_OneSeed_PrintsItsEventLog()
    {
        (int code, string output) = await RunAsync("--seed", "3");

        Assert.Equal(0, code);
        Assert.Contains("seed 3:", output, StringComparison.Ordinal);
        Assert.Contains("Assign", output, StringComparison.Ordinal);
        Assert.Contains($"hash {Simulation.Run(ScenarioFactory.Create(3), new Coverage()).Hash:x16}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_UnknownOption_IsRefused() => Assert.Equal(2, (await RunAsync("--seds", "3")).Code);

    [Fact]
    public void Shrink_FailsWithTwoSteps_LeavesThoseTwo()
    {
        Scenario scenario = ScenarioFactory.Create(6);
        Step first = scenario.Steps[3];
        Step last = scenario.Steps[^2];

        Scenario least = Shrinker.Shrink(scenario, s => s.Steps.Contains(first) && s.Steps.Contains(last));

        Assert.Equal([first, last], least.Steps);
    }

    private static async Task<string> HashAsync(params string[] arguments)
    {
        (int code, string output) = await RunAsync(arguments);
        Assert.True(code == 0, output);
        return Hash().Match(output).Groups[1].Value;
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(typeof(Campaign).Assembly.Location);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output + await error);
    }

    [GeneratedRegex("hash ([0-9a-f]{16})")]
    private static partial Regex Hash();
}
