using Fix = WestRpc.CodeFixes.Tests.FixTest<WestRpc.Generators.Analyzers.WorkTaskAnalyzer, WestRpc.CodeFixes.ReturnTaskCodeFix>;

namespace WestRpc.CodeFixes.Tests;

/// <summary>WRPC007: a task returns a <c>Task</c> that is there.</summary>
public sealed class ReturnTaskSpecs
{
    private static string In(string method) =>
        $"using System.Threading.Tasks;\nusing WestRpc;\n\npartial class Work\n{{\n    static readonly int[] fields = [1];\n\n    [WorkTask]\n    {method}\n}}\n";

    [Theory]
    [InlineData("static async void {|WRPC007:Run|}() => await Task.Yield();", "static async Task Run() => await Task.Yield();")]
    [InlineData("static Task? {|WRPC007:Run|}() => Task.CompletedTask;", "static Task Run() => Task.CompletedTask;")]
    [InlineData("static Task<int>? {|WRPC007:Run|}() => Task.FromResult(1);", "static Task<int> Run() => Task.FromResult(1);")]
    public Task Instead_of_what_it_returns(string before, string after) => Fix.ExpectAsync(In(before), In(after));

    [Fact]
    public Task None_for_a_reference() => Fix.ExpectNoneAsync(In("static ref int {|WRPC007:Run|}() => ref fields[0];"));
}
