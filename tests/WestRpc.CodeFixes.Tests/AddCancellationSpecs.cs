using Fix = WestRpc.CodeFixes.Tests.FixTest<WestRpc.Generators.Analyzers.LongRunningAnalyzer, WestRpc.CodeFixes.AddCancellationCodeFix>;

namespace WestRpc.CodeFixes.Tests;

/// <summary>WRPC016: a task gets a token that can be left out.</summary>
public sealed class AddCancellationSpecs
{
    private static string In(string method, string usings = "using System.Threading;\n") =>
        $"{usings}using WestRpc;\n\npartial class Work\n{{\n    [WorkTask(LongRunning = true)]\n    static {method}\n}}\n";

    [Theory]
    [InlineData("int {|WRPC016:Run|}() => 1;", "int Run(CancellationToken cancellation = default) => 1;")]
    [InlineData("int {|WRPC016:Run|}(int x) => x;", "int Run(int x, CancellationToken cancellation = default) => x;")]
    [InlineData("int {|WRPC016:Run|}(int x = 1) => x;", "int Run(int x = 1, CancellationToken cancellation = default) => x;")]
    [InlineData("int {|WRPC016:Run|}(int x, params int[] y) => x;", "int Run(int x, CancellationToken cancellation = default, params int[] y) => x;")]
    [InlineData("int {|WRPC016:Run|}(int cancellation) => cancellation;", "int Run(int cancellation, CancellationToken cancellationToken = default) => cancellation;")]
    [InlineData("int {|WRPC016:Run|}() { int cancellation = 1; return cancellation; }", "int Run(CancellationToken cancellationToken = default) { int cancellation = 1; return cancellation; }")]
    public Task As_the_last_parameter_or_in_front_of_params(string before, string after) => Fix.ExpectAsync(In(before), In(after));

    [Fact]
    public Task With_the_using_that_it_needs() => Fix.ExpectAsync(
        In("int {|WRPC016:Run|}() => 1;", ""), In("int Run(CancellationToken cancellation = default) => 1;", "using System.Threading;\n"));

    [Fact]
    public Task In_both_parts_of_a_partial_method() => Fix.ExpectAsync(
        In("private partial int {|WRPC016:Run|}(int x);\n\n    private static partial int Run(int x) => x;").Replace("static private", "private static", StringComparison.Ordinal),
        In("private partial int Run(int x, CancellationToken cancellation = default);\n\n    private static partial int Run(int x, CancellationToken cancellation) => x;").Replace("static private", "private static", StringComparison.Ordinal));

    [Fact]
    public Task All_at_once() => Fix.ExpectAsync(
        In("int {|WRPC016:Run|}() => 1;\n\n    [WorkTask(TimeLimitSeconds = 600)]\n    static int {|WRPC016:Walk|}() => 1;"),
        In("int Run(CancellationToken cancellation = default) => 1;\n\n    [WorkTask(TimeLimitSeconds = 600)]\n    static int Walk(CancellationToken cancellation = default) => 1;"));
}
