using Fix = WestRpc.CodeFixes.Tests.FixTest<WestRpc.Generators.Analyzers.WorkTaskAnalyzer, WestRpc.CodeFixes.MakeStaticCodeFix>;

namespace WestRpc.CodeFixes.Tests;

/// <summary>WRPC006: a task that needs nothing of its object becomes static.</summary>
public sealed class MakeStaticSpecs
{
    private const string Class = "using System.Threading.Tasks;\npartial class Walker\n{\n    int place = 1;\n    static int Half(int x) => x / 2;\n\n    [WestRpc.WorkTask]\n    {0}\n}\n";

    private static string In(string method) => Class.Replace("{0}", method, StringComparison.Ordinal);

    [Theory]
    [InlineData("int {0}(int x) => Half(x);", "static int Run(int x) => Half(x);")]
    [InlineData("private int {0}(int x) { return x; }", "private static int Run(int x) { return x; }")]
    [InlineData("public async Task {0}() => await Task.Yield();", "public static async Task Run() => await Task.Yield();")]
    [InlineData("protected internal unsafe int {0}() => 1;", "protected internal static unsafe int Run() => 1;")]
    [InlineData("/* why */ int {0}() => new Walker().place;", "/* why */ static int Run() => new Walker().place;")]
    public Task A_method_that_uses_nothing_of_its_object(string before, string after) =>
        Fix.ExpectAsync(In(before.Replace("{0}", "{|WRPC006:Run|}", StringComparison.Ordinal)), In(after));

    [Theory]
    [InlineData("int {|WRPC006:Run|}() => place;")]
    [InlineData("int {|WRPC006:Run|}() => this.place;")]
    [InlineData("int {|WRPC006:Run|}() { return Inner(); int Inner() => place; }")]
    [InlineData("public virtual int {|WRPC006:Run|}() => 1;")]
    public Task None_where_it_does(string method) => Fix.ExpectNoneAsync(In(method));

    [Fact]
    public Task All_at_once() => Fix.ExpectAsync(
        In("int {|WRPC006:Run|}() => 1;\n\n    [WestRpc.WorkTask]\n    int {|WRPC006:Walk|}() => 1;"),
        In("static int Run() => 1;\n\n    [WestRpc.WorkTask]\n    static int Walk() => 1;"));
}
