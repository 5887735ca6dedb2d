namespace WestRpc.Programs.Tests;

/// <summary>What is captured of programs that write much, or nonsense.</summary>
public sealed class OutputSpecs(OnThreads on) : IClassFixture<OnThreads>
{
    [Fact(Timeout = 60_000)]
    public async Task Gigabytes_of_output_are_read_and_the_end_of_them_is_kept()
    {
        Outcome outcome = await on.RunAsync(new Call("sh", "-c", "head -c 1000000000 /dev/zero; echo; echo done") { MaxCapturedBytes = 1000 });
        Assert.Equal(1_000_000_006, outcome.OutputBytes);
        Assert.Equal("done\n", outcome.Output);
    }

    [Fact(Timeout = 30_000)]
    public async Task Output_that_is_not_UTF8_is_read_all_the_same()
    {
        Outcome outcome = await on.RunAsync(new Call("printf", @"caf\351 \303\251\n"));
        Assert.Equal("caf\uFFFD é\n", outcome.Output);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(0, "")]
    [InlineData(3, "56\n")]
    [InlineData(5, "56\n")]
    [InlineData(8, "34\n56\n")]
    [InlineData(9, "12\n34\n56\n")]
    [InlineData(100, "12\n34\n56\n")]
    public async Task Whole_lines_are_kept_of_the_end(int most, string kept)
    {
        Outcome outcome = await on.RunAsync(new Call("sh", "-c", "echo 12; sleep 0.01; echo 34; sleep 0.01; echo 56") { MaxCapturedBytes = most });
        Assert.Equal((kept, 9L), (outcome.Output, outcome.OutputBytes));
    }
}
