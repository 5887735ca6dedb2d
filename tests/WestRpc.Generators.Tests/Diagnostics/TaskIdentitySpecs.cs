using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Tests;

/// <summary>Tasks of one identity in different types.</summary>
public sealed class TaskIdentitySpecs
{
    private const string Advice = "so a worker could not tell them apart: give one of them another name with [WorkTask(Name = \"…\")]";

    [Fact]
    public Task WRPC014_for_two_tasks_with_one_name() => Diagnosed.ExpectInWorkingCodeAsync(
        main: false,
        "partial class A { [WorkTask(Name = \"ensemble.run\")] static void Run() { } } namespace N { partial class B { [WorkTask(Name = \"ensemble.run\")] static void Go() { } } }",
        $"WRPC014 'Run': 'A.Run' and 'N.B.Go' are both the task 'ensemble.run', {Advice}",
        $"WRPC014 'Go': 'N.B.Go' and 'A.Run' are both the task 'ensemble.run', {Advice}");

    [Fact]
    public Task WRPC014_for_a_name_that_is_another_method() => Diagnosed.ExpectInWorkingCodeAsync(
        main: false, "partial class A { [WorkTask] static void Run() { } } partial class B { [WorkTask(Name = \"A.Run\")] static void Go() { } }",
        $"WRPC014 'Run': 'A.Run' and 'B.Go' are both the task 'A.Run', {Advice}",
        $"WRPC014 'Go': 'B.Go' and 'A.Run' are both the task 'A.Run', {Advice}");

    [Fact]
    public async Task WRPC014_across_files()
    {
        Compilation compilation = UserCode.Compile(
            "partial class A { [WestRpc.WorkTask(Name = \"x\")] static void Run() { } }", "partial class B { [WestRpc.WorkTask(Name = \"x\")] static void Run() { } }");
        Diagnostic[] found = await Diagnosed.RawOfAsync(compilation);
        Assert.Equal(["User0.cs", "User1.cs"], found.Select(static d => d.Location.SourceTree!.FilePath).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("partial class A { [WorkTask] static void Run() { } } partial class B { [WorkTask] static void Run() { } }")]
    [InlineData("partial class A { [WorkTask(Name = \"a.Run\")] static void Run() { } } partial class B { [WorkTask(Name = \"A.Run\")] static void Run() { } }")]
    [InlineData("partial class A { [WorkTask(Name = \"x\")] static partial void Run(); static partial void Run() { } }")]
    public Task Silent_where_they_differ(string source) => Diagnosed.ExpectInWorkingCodeAsync(main: false, source);
}
