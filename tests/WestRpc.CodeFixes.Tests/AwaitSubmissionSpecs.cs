using Fix = WestRpc.CodeFixes.Tests.FixTest<WestRpc.Generators.Analyzers.DroppedSubmissionAnalyzer, WestRpc.CodeFixes.AwaitSubmissionCodeFix>;

namespace WestRpc.CodeFixes.Tests;

/// <summary>WRPC017: a submission is awaited, where that can be.</summary>
public sealed class AwaitSubmissionSpecs
{
    private const string Call = "RunTask.SubmitAsync(work, 1)";

    private static string In(string method, string usings = "using System.Threading.Tasks;\n") =>
        $"using System;\n{usings}using WestRpc;\n\npartial class Work\n{{\n    [WorkTask]\n    static int Run(int x) => x;\n\n    {method}\n}}\n";

    private static string Marked(string method) => method.Replace(Call, $"{{|WRPC017:{Call}|}}", StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "static async Task Go(IWorkManager work) { RunTask.SubmitAsync(work, 1); await Task.Yield(); }",
        "static async Task Go(IWorkManager work) { await RunTask.SubmitAsync(work, 1); await Task.Yield(); }")]
    [InlineData(
        "static void Go(IWorkManager work) { RunTask.SubmitAsync(work, 1); }",
        "static async Task Go(IWorkManager work) { await RunTask.SubmitAsync(work, 1); }")]
    [InlineData(
        "static void Go(IWorkManager work) => RunTask.SubmitAsync(work, 1);",
        "static async Task Go(IWorkManager work) => await RunTask.SubmitAsync(work, 1);")]
    [InlineData(
        "void Go(IWorkManager work) { foreach (int i in new[] { 1 }) /* one */ RunTask.SubmitAsync(work, 1); }",
        "async Task Go(IWorkManager work) { foreach (int i in new[] { 1 }) /* one */ await RunTask.SubmitAsync(work, 1); }")]
    [InlineData(
        "static async Task Go(IWorkManager work) { RunTask.SubmitAsync(work, 1).ConfigureAwait(false); await Task.Yield(); }",
        "static async Task Go(IWorkManager work) { await RunTask.SubmitAsync(work, 1).ConfigureAwait(false); await Task.Yield(); }")]
    [InlineData(
        "static void Go(IWorkManager work) { Func<Task> f = async () => { await Task.Yield(); RunTask.SubmitAsync(work, 1); }; }",
        "static void Go(IWorkManager work) { Func<Task> f = async () => { await Task.Yield(); await RunTask.SubmitAsync(work, 1); }; }")]
    [InlineData(
        "static void Go(IWorkManager work) { Delegate d = Inner; void Inner() { RunTask.SubmitAsync(work, 1); } }",
        "static void Go(IWorkManager work) { Delegate d = Inner; async Task Inner() { await RunTask.SubmitAsync(work, 1); } }")]
    [InlineData(
        "static void Go(IWorkManager work) { RunTask.SubmitAsync(work, 1); RunTask.SubmitAsync(work, 1); }",
        "static async Task Go(IWorkManager work) { await RunTask.SubmitAsync(work, 1); await RunTask.SubmitAsync(work, 1); }")]
    public Task In_a_method_that_is_async_or_can_be(string before, string after) => Fix.ExpectAsync(In(Marked(before)), In(after));

    [Fact]
    public Task Many_at_once() => Fix.ExpectAsync(
        In("static void Go(IWorkManager work) { {|WRPC017:work.SubmitManyAsync([new RunTask(1)])|}; }"),
        In("static async Task Go(IWorkManager work) { await Task.WhenAll(work.SubmitManyAsync([new RunTask(1)])); }"));

    [Fact]
    public Task With_the_using_that_it_needs() => Fix.ExpectAsync(
        In(Marked("static void Go(IWorkManager work) => RunTask.SubmitAsync(work, 1);"), ""),
        In("static async Task Go(IWorkManager work) => await RunTask.SubmitAsync(work, 1);"));

    [Theory]
    [InlineData("static void Go(IWorkManager work) => Array.ForEach([1], i => RunTask.SubmitAsync(work, 1));")]
    [InlineData("static int Go(IWorkManager work) { RunTask.SubmitAsync(work, 1); return 1; }")]
    [InlineData("static void Go(IWorkManager work, ref int x) { RunTask.SubmitAsync(work, 1); }")]
    [InlineData("static void Go(IWorkManager work, Span<int> x) { RunTask.SubmitAsync(work, 1); }")]
    [InlineData("static async Task Go(IWorkManager work) { await Task.Yield(); lock (work) { RunTask.SubmitAsync(work, 1); } }")]
    [InlineData("static async Task Go(IWorkManager work) { await Task.Yield(); unsafe { RunTask.SubmitAsync(work, 1); } }")]
    [InlineData("Work(IWorkManager work) { RunTask.SubmitAsync(work, 1); }")]
    [InlineData("public virtual void Go(IWorkManager work) { RunTask.SubmitAsync(work, 1); }")]
    [InlineData("static int Go { set { IWorkManager work = null!; RunTask.SubmitAsync(work, 1); } }")]
    public Task None_where_it_can_not(string method) => Fix.ExpectNoneAsync(In(Marked(method)));

    [Fact]
    public Task None_for_a_map() => Fix.ExpectNoneAsync(
        In("static void Go(IWorkManager work) { {|WRPC017:RunTask.MapAsync(work, [], 1)|}; }"));

    [Fact]
    public Task None_for_a_method_that_an_interface_asks_for() => Fix.ExpectNoneAsync(
        In(Marked("public void Dispose() { IWorkManager work = null!; RunTask.SubmitAsync(work, 1); }")).Replace("partial class Work", "partial class Work : IDisposable", StringComparison.Ordinal));
}
