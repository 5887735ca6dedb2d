namespace WestRpc.Generators.Tests;

/// <summary>What is wrong with the type around a method, or with what else is in it.</summary>
public sealed class ContainerDiagnosticSpecs
{
    [Theory]
    [InlineData("class")]
    [InlineData("static class")]
    [InlineData("struct")]
    [InlineData("record")]
    [InlineData("record struct")]
    [InlineData("interface")]
    public Task WRPC001_for_a_type_that_is_not_partial(string kind) => Diagnosed.ExpectAsync(
        $"{kind} Work {{ [WorkTask] static int Run() => 1; }}",
        $"WRPC001 'Run': 'Work' contains the task 'Run' but is not partial, so its calls can't be added to it: write 'partial {kind.Replace("static ", "", StringComparison.Ordinal)} Work'");

    [Fact]
    public Task WRPC001_for_each_type_around_it_that_is_not_partial() => Diagnosed.ExpectAsync(
        "class Outer { partial class Middle { class Inner { [WorkTask] static int Run() => 1; } } }",
        "WRPC001 'Run': 'Outer' contains the task 'Run' but is not partial, so its calls can't be added to it: write 'partial class Outer'",
        "WRPC001 'Run': 'Inner' contains the task 'Run' but is not partial, so its calls can't be added to it: write 'partial class Inner'");

    [Fact]
    public Task WRPC004_for_overloads() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static int Run(int x) => x; [WorkTask] static long Run(long y) => y;",
        "WRPC004 'Run': 'Work' contains two tasks that would both be called 'RunTask': give one of them a name of its own with [WorkTask(Name = \"…\")]",
        "WRPC004 'Run': 'Work' contains two tasks that would both be called 'RunTask': give one of them a name of its own with [WorkTask(Name = \"…\")]");

    [Fact]
    public Task WRPC004_for_names_that_differ_in_Async_or_in_front_of_the_last_dot() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static int Run() => 1; [WorkTask] static Task RunAsync() => Task.CompletedTask; [WorkTask(Name = \"a.Run\")] static void Go() { }",
        "WRPC004 'Run': 'Work' contains two tasks that would both be called 'RunTask': give one of them a name of its own with [WorkTask(Name = \"…\")]",
        "WRPC004 'RunAsync': 'Work' contains two tasks that would both be called 'RunTask': give one of them a name of its own with [WorkTask(Name = \"…\")]",
        "WRPC004 'Go': 'Work' contains two tasks that would both be called 'RunTask': give one of them a name of its own with [WorkTask(Name = \"…\")]");

    [Theory]
    [InlineData("class RunTask;")]
    [InlineData("static int RunTask;")]
    [InlineData("static int RunTask { get; }")]
    [InlineData("static void RunTask() { }")]
    public Task WRPC008_for_a_member_that_has_the_name(string member) => Diagnosed.ExpectInClassAsync(
        $"[WorkTask] static int Run() => 1; {member}",
        "WRPC008 'Run': 'Work' already uses the name 'RunTask', which the class for the task 'Run' gets: rename that, or name the task with [WorkTask(Name = \"…\")]");

    [Fact]
    public Task WRPC008_for_a_type_around_it_that_has_the_name() => Diagnosed.ExpectAsync(
        "partial class RunTask { [WorkTask] static int Run() => 1; }",
        "WRPC008 'Run': 'RunTask' already uses the name 'RunTask', which the class for the task 'Run' gets: rename that, or name the task with [WorkTask(Name = \"…\")]");

    [Theory]
    [InlineData("RunTask Run() => new()")]
    [InlineData("void Run(List<RunTask[]> x) { }")]
    public Task WRPC008_for_a_type_of_its_signature_that_would_be_hidden(string method) => Diagnosed.ExpectAsync(
        $"public record RunTask; partial class Work {{ [WorkTask] static {method}{(method.EndsWith('}') ? "" : ";")} }}",
        "WRPC008 'Run': 'Work' already uses the name 'RunTask', which the class for the task 'Run' gets: rename that, or name the task with [WorkTask(Name = \"…\")]");

    [Fact]
    public Task WRPC011_for_a_type_of_one_file() => Diagnosed.ExpectAsync(
        "file static partial class Work { [WorkTask] static int Run() => 1; }",
        "WRPC011 'Run': The task 'Run' is in the file-local type 'Work', which generated code can't extend: make the type internal");

    [Fact]
    public Task WRPC011_for_a_type_inside_of_one() => Diagnosed.ExpectAsync(
        "file partial class Outer { public partial class Inner { [WorkTask] static int Run() => 1; } }",
        "WRPC011 'Run': The task 'Run' is in the file-local type 'Outer', which generated code can't extend: make the type internal");
}
