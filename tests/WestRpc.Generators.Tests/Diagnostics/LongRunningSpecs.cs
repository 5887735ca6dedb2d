namespace WestRpc.Generators.Tests;

/// <summary>Tasks that take long and can't be stopped in order.</summary>
public sealed class LongRunningSpecs
{
    private static Task ExpectAsync(string task, params string[] diagnostics) =>
        Diagnosed.ExpectInWorkingCodeAsync(main: false, $"public static partial class Work {{ {task} }}", diagnostics);

    [Theory]
    [InlineData("LongRunning = true", "is marked as long-running")]
    [InlineData("TimeLimitSeconds = 60", "may take 60 seconds")]
    [InlineData("TimeLimitSeconds = 7200.5", "may take 7200.5 seconds")]
    [InlineData("TimeLimitSeconds = 600, LongRunning = true", "may take 600 seconds")]
    public Task WRPC016_without_a_token(string attribute, string why) => ExpectAsync(
        $"[WorkTask({attribute})] static int Run(int x) => x;",
        $"WRPC016 'Run': The task 'Run' {why} but takes no CancellationToken, so it can't be stopped in order: add one as its last parameter and look at it now and then");

    [Theory]
    [InlineData("[WorkTask(LongRunning = true)] static int Run(int x, CancellationToken cancellation) => x;")]
    [InlineData("[WorkTask(LongRunning = true)] static int Run(WorkContext context) => 1;")]
    [InlineData("[WorkTask(LongRunning = false)] static int Run() => 1;")]
    [InlineData("[WorkTask(TimeLimitSeconds = 59.9)] static int Run() => 1;")]
    [InlineData("[WorkTask] static int Run() => 1;")]
    public Task Silent_where_it_takes_one_or_is_short(string task) => ExpectAsync(task);
}
