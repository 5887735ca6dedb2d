namespace WestRpc.Benchmarks.Tests;

/// <summary>What <c>tests/bench.sh</c> says before it measures anything.</summary>
public sealed class BenchCommandTests
{
    [Theory]
    [InlineData("'--fast' is not an option", "--fast")]
    [InlineData("--westpa wants a value", "--westpa")]
    [InlineData("'/nowhere' is no checkout of github.com/westpa/westpa", "--westpa", "/nowhere")]
    [InlineData("'report.html' does not end with .md", "--out", "report.html")]
    public async Task AWrongOption_IsRefusedWithTwo(string message, params string[] options)
    {
        (int code, string output, string error) = await RunAsync(options);
        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task Help_NamesEachOption()
    {
        (int code, string output, _) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.All((string[])["--quick", "--westpa", "--out"], option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] options) =>
        RunningProgram.RunAsync("bash", [Path.Combine(Repository.Root, "tests", "bench.sh"), .. options]);
}
