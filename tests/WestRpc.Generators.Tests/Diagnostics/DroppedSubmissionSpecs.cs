namespace WestRpc.Generators.Tests;

/// <summary>Submissions whose outcome nobody can see.</summary>
public sealed class DroppedSubmissionSpecs
{
    private const string Unseen = "is dropped, so nobody sees whether it fails, and the program may end before it has run: await it, or assign it to '_' if that is meant";

    private static Task ExpectAsync(string method, params string[] diagnostics) => Diagnosed.ExpectInWorkingCodeAsync(
        main: false,
        $$"""
        public static partial class Work
        {
            [WorkTask] static int Run(int x) => x;
            [WorkTask] static void Quiet(int x) { }
            [WorkTask(Name = "Elsewhere.Named")] static int Other() => 1;
            {{method}}
        }
        """,
        diagnostics);

    [Theory]
    [InlineData("RunTask.SubmitAsync(work, 1)")]
    [InlineData("NamedTask.SubmitAsync(work)")]
    [InlineData("Work.QuietTask.SubmitAsync(work, 1)")]
    [InlineData("work.SubmitAsync(new RunTask(1))")]
    [InlineData("work.SubmitAsync(new QuietTask(1))")]
    [InlineData("work.SubmitManyAsync([new RunTask(1)])", "SubmitManyAsync")]
    public Task WRPC017_for_a_statement(string call, string name = "SubmitAsync") => ExpectAsync(
        $"static void Go(IWorkManager work) {{ {call}; }}", $"WRPC017 '{call}': What '{name}' returns {Unseen}");

    [Theory]
    [InlineData("static void Go(IWorkManager work) => RunTask.SubmitAsync(work, 1);")]
    [InlineData("static void Go(IWorkManager work) => new List<int>().ForEach(i => RunTask.SubmitAsync(work, 1));")]
    [InlineData("static void Go(IWorkManager work) { void Inner() { RunTask.SubmitAsync(work, 1); } Inner(); }")]
    [InlineData("static void Go(IWorkManager work) { foreach (int i in new[] { 1 }) RunTask.SubmitAsync(work, 1); }")]
    [InlineData("static async Task Go(IWorkManager work) { RunTask.SubmitAsync(work, 1).ConfigureAwait(false); await Task.Yield(); }")]
    [InlineData("static async Task Go(IWorkManager work) { RunTask.SubmitAsync(work, 1); await Task.Yield(); }")]
    public Task WRPC017_wherever_it_is_a_statement(string method) => ExpectAsync(
        method, $"WRPC017 'RunTask.SubmitAsync(work, 1)': What 'SubmitAsync' returns {Unseen}");

    [Fact]
    public Task WRPC017_for_a_manager_that_may_be_null() => ExpectAsync(
        "static void Go(IWorkManager? work) { work?.SubmitAsync(new RunTask(1)); }",
        $"WRPC017 '.SubmitAsync(new RunTask(1))': What 'SubmitAsync' returns {Unseen}");

    [Fact]
    public Task WRPC017_for_a_map_that_is_not_gone_through() => ExpectAsync(
        "static void Go(IWorkManager work) { RunTask.MapAsync(work, [], 10); }",
        "WRPC017 'RunTask.MapAsync(work, [], 10)': What 'MapAsync' returns is dropped, so none of these calls is ever made: go through it with 'await foreach'");

    [Theory]
    [InlineData("static async Task Go(IWorkManager work) { await RunTask.SubmitAsync(work, 1); }")]
    [InlineData("static async Task Go(IWorkManager work) { await RunTask.SubmitAsync(work, 1).ConfigureAwait(false); }")]
    [InlineData("static Task Go(IWorkManager work) => RunTask.SubmitAsync(work, 1);")]
    [InlineData("static void Go(IWorkManager work) { _ = RunTask.SubmitAsync(work, 1); }")]
    [InlineData("static void Go(IWorkManager work) { var task = RunTask.SubmitAsync(work, 1); }")]
    [InlineData("static int Go(IWorkManager work) { return RunTask.SubmitAsync(work, 1).Result; }")]
    [InlineData("static void Go(IWorkManager work) { RunTask.SubmitAsync(work, 1).Wait(); }")]
    [InlineData("static void Go(IWorkManager work) { Array.ConvertAll(new[] { 1 }, i => RunTask.SubmitAsync(work, i)); }")]
    [InlineData("static void Go(IWorkManager work) { SubmitAsync(); static Task SubmitAsync() => Task.CompletedTask; }")]
    [InlineData("static async Task Go(IWorkManager work) { await foreach (var done in RunTask.MapAsync(work, [], 10)) { } }")]
    public Task Silent_where_it_is_kept_or_meant(string method) => ExpectAsync(method);
}
