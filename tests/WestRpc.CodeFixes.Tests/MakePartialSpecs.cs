using Fix = WestRpc.CodeFixes.Tests.FixTest<WestRpc.Generators.Analyzers.WorkTaskAnalyzer, WestRpc.CodeFixes.MakePartialCodeFix>;

namespace WestRpc.CodeFixes.Tests;

/// <summary>WRPC001: each type around a task becomes partial.</summary>
public sealed class MakePartialSpecs
{
    [Theory]
    [InlineData("static class Work", "static partial class Work")]
    [InlineData("class Work", "partial class Work")]
    [InlineData("public struct Work", "public partial struct Work")]
    [InlineData("readonly record struct Work", "readonly partial record struct Work")]
    [InlineData("record Work", "partial record Work")]
    [InlineData("interface Work", "partial interface Work")]
    [InlineData("// Says what.\n[System.Serializable]\n/* more */ sealed class Work", "// Says what.\n[System.Serializable]\n/* more */ sealed partial class Work")]
    [InlineData("// Says what.\nclass Work", "// Says what.\npartial class Work")]
    [InlineData("// Says what.\n[System.Serializable]\nclass Work", "// Says what.\n[System.Serializable]\npartial class Work")]
    public Task A_type_of_any_kind(string before, string after)
    {
        const string Body = "\n{\n    [WestRpc.WorkTask]\n    static int {0}() => 1;\n}\n";
        return Fix.ExpectAsync(
            before + Body.Replace("{0}", "{|WRPC001:Run|}", StringComparison.Ordinal), after + Body.Replace("{0}", "Run", StringComparison.Ordinal));
    }

    [Fact]
    public Task All_types_around_it_and_for_several_tasks() => Fix.ExpectAsync(
        """
        class Outer
        {
            partial struct Middle
            {
                static class Inner
                {
                    [WestRpc.WorkTask]
                    static int {|WRPC001:{|WRPC001:Run|}|}() => 1;

                    [WestRpc.WorkTask]
                    static int {|WRPC001:{|WRPC001:Walk|}|}() => 1;
                }
            }
        }

        class Other
        {
            [WestRpc.WorkTask]
            static int {|WRPC001:Run|}() => 1;
        }
        """,
        """
        partial class Outer
        {
            partial struct Middle
            {
                static partial class Inner
                {
                    [WestRpc.WorkTask]
                    static int Run() => 1;

                    [WestRpc.WorkTask]
                    static int Walk() => 1;
                }
            }
        }

        partial class Other
        {
            [WestRpc.WorkTask]
            static int Run() => 1;
        }
        """);
}
