using Fix = WestRpc.CodeFixes.Tests.FixTest<WestRpc.Generators.Analyzers.WorkTaskAnalyzer, WestRpc.CodeFixes.NameTaskCodeFix>;

namespace WestRpc.CodeFixes.Tests;

/// <summary>WRPC004 and WRPC008: a task gets a name that is free.</summary>
public sealed class NameTaskSpecs
{
    private static string In(string members) =>
        $"using System.Threading;\nusing WestRpc;\n\nnamespace Physics\n{{\n    static partial class Work\n    {{\n        {members}\n    }}\n}}\n";

    [Theory]
    [InlineData(
        "[WorkTask] static int {|WRPC004:Run|}(int x) => x; [WorkTask] static int {|WRPC004:Run|}(int x, int[] charges) => x;",
        "[WorkTask(Name = \"Physics.Work.RunByX\")] static int Run(int x) => x; [WorkTask] static int Run(int x, int[] charges) => x;")]
    [InlineData(
        "[WorkTask(MaxAttempts = 1, Name = \"a.Run\")] static int {|WRPC004:One|}(int a, int b, CancellationToken c) => a; [WorkTask(Name = \"b.Run\")] static int {|WRPC004:Two|}() => 1;",
        "[WorkTask(Name = \"Physics.Work.OneByAAndB\", MaxAttempts = 1)] static int One(int a, int b, CancellationToken c) => a; [WorkTask(Name = \"b.Run\")] static int Two() => 1;")]
    [InlineData(
        "[WorkTask] static int {|WRPC008:Run|}() => 1; class RunTask; class Run2Task;",
        "[WorkTask(Name = \"Physics.Work.Run3\")] static int Run() => 1; class RunTask; class Run2Task;")]
    [InlineData(
        "[WorkTask] static int {|WRPC008:Run|}(int x) => x; class RunTask;",
        "[WorkTask(Name = \"Physics.Work.RunByX\")] static int Run(int x) => x; class RunTask;")]
    public Task Of_its_parameters_names(string before, string after) => Fix.ExpectOneAsync(In(before), In(after));
}
