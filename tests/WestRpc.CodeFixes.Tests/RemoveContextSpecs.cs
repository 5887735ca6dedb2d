using Fix = WestRpc.CodeFixes.Tests.FixTest<WestRpc.Generators.Analyzers.WorkTaskAnalyzer, WestRpc.CodeFixes.RemoveContextCodeFix>;

namespace WestRpc.CodeFixes.Tests;

/// <summary>WRPC009: a second token or context goes, and the first one is used.</summary>
public sealed class RemoveContextSpecs
{
    private static string In(string method) =>
        $"using System.Threading;\nusing WestRpc;\n\npartial class Work\n{{\n    [WorkTask]\n    static {method}\n}}\n";

    [Theory]
    [InlineData(
        "void Run(CancellationToken a, CancellationToken {|WRPC009:b|}) { }",
        "void Run(CancellationToken a) { }")]
    [InlineData(
        "void Run(CancellationToken a, int x, CancellationToken {|WRPC009:b|}, int y) { a.Register(() => b.ThrowIfCancellationRequested()); }",
        "void Run(CancellationToken a, int x, int y) { a.Register(() => a.ThrowIfCancellationRequested()); }")]
    [InlineData(
        "int Run(WorkContext @class, CancellationToken a, WorkContext? {|WRPC009:b|} = null) => b!.WorkerIndex;",
        "int Run(WorkContext @class, CancellationToken a) => @class!.WorkerIndex;")]
    [InlineData(
        "void Run(CancellationToken a, CancellationToken {|WRPC009:b|}, CancellationToken {|WRPC009:c|}) { b.Register(() => c.ThrowIfCancellationRequested()); }",
        "void Run(CancellationToken a) { a.Register(() => a.ThrowIfCancellationRequested()); }")]
    public Task With_what_used_it(string before, string after) => Fix.ExpectAsync(In(before), In(after));
}
