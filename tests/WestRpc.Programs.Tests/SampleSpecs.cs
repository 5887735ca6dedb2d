using System.Runtime.InteropServices;

namespace WestRpc.Programs.Tests;

/// <summary>The sample whose segments are external programs, as a user starts it.</summary>
public sealed class SampleSpecs : IDisposable
{
    private readonly Scripts scripts = new();
    private readonly int segments = Environment.GetEnvironmentVariable("WESTRPC_LONG") is null ? 100 : 2_000;

    [Fact(Timeout = 600_000)]
    public async Task The_results_are_the_same_whoever_runs_the_programs_and_whatever_fails_and_hangs()
    {
        string[] reference = await RunAsync("serial");
        Assert.EndsWith(" 0 of them not at the first attempt", reference[^1], StringComparison.Ordinal);
        foreach (string workManager in (string[])["threads", "processes", "zmq"])
        {
            string[] lines = await RunAsync(workManager, "--faults", "--limit", "1", "--n-workers", "3");
            Assert.Equal(reference[..^1], lines[..^1]);
            Assert.DoesNotContain(" 0 of them", lines[^1], StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("processes")]
    public async Task Interrupted_it_leaves_nothing_running(string workManager)
    {
        await using RunningProgram run = Start(workManager, "--segments", "1000000");
        await run.NextLineAsync();
        run.SignalGroup(PosixSignal.SIGINT);
        Assert.Equal(130, await run.ExitAsync());
        scripts.AssertNothingIsLeft();
    }

    public void Dispose() => scripts.Dispose();

    private async Task<string[]> RunAsync(string workManager, params string[] options)
    {
        await using RunningProgram run = Start(workManager, ["--segments", $"{segments}", .. options]);
        (int code, string output, string error) = await run.EndAsync();
        Assert.True(code == 0, error);
        scripts.AssertNothingIsLeft();
        return output.Split('\n');
    }

    private RunningProgram Start(string workManager, params string[] options) => RunningProgram.Start(
        Repository.ExternalSegments,
        new Dictionary<string, string> { ["WM_SCRATCH"] = scripts["scratch"], ["WM_ZMQ_SERVER_INFO"] = scripts["server.json"] },
        ["--work-manager", workManager, "--out", scripts["out"], .. options]);
}
