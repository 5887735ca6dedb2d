namespace WestRpc.Generators.Tests;

/// <summary>What is wrong with a method itself.</summary>
public sealed class MethodDiagnosticSpecs
{
    [Fact]
    public Task WRPC003_for_a_generic_method() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static T Run<T>(T x) => x;",
        "WRPC003 'Run': The task 'Run' is generic or in a generic type: write one [WorkTask] method for each type that you need, which may call a generic one");

    [Fact]
    public Task WRPC003_for_a_method_in_a_generic_type() => Diagnosed.ExpectAsync(
        "partial class Outer<T> { partial class Inner { [WorkTask] static T Run(T x) => x; } }",
        "WRPC003 'Run': The task 'Run' is generic or in a generic type: write one [WorkTask] method for each type that you need, which may call a generic one");

    [Fact]
    public Task WRPC006_for_a_method_of_an_object() => Diagnosed.ExpectAsync(
        "partial class Walker { [WorkTask] int Run(int x) => x; }",
        "WRPC006 'Run': The task 'Run' is not static: make it static and pass what it needs of its object as arguments");

    [Fact]
    public Task WRPC007_for_async_void() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static async void Run() => await Task.Yield();",
        "WRPC007 'Run': The task 'Run' returns 'async void', which nobody can wait for: return Task");

    [Theory]
    [InlineData("ref int")]
    [InlineData("ref readonly int")]
    public Task WRPC007_for_a_reference(string type) => Diagnosed.ExpectInClassAsync(
        $"static readonly int[] fields = [1]; [WorkTask] static {type} Run() => ref fields[0];",
        "WRPC007 'Run': The task 'Run' returns 'a reference', which means nothing in another process: return the value");

    [Theory]
    [InlineData("Task?", "System.Threading.Tasks.Task?")]
    [InlineData("Task<int>?", "System.Threading.Tasks.Task<int>?")]
    public Task WRPC007_for_a_Task_that_may_be_null(string type, string name) => Diagnosed.ExpectInClassAsync(
        $"[WorkTask] static {type} Run() => null;",
        $"WRPC007 'Run': The task 'Run' returns '{name}', which may be no task at all: return it without the '?'");

    [Theory]
    [InlineData("double.1")]
    [InlineData("double.a-b", "a-b")]
    [InlineData("double.", "")]
    [InlineData(" ", " ")]
    public Task WRPC010_for_a_name_that_is_none(string name, string last = "1") => Diagnosed.ExpectInClassAsync(
        $"[WorkTask(Name = \"{name}\")] static void Run() {{ }}",
        $"WRPC010 'Run': The task name '{name}' ends in '{last}', which can't be the name of a class: use letters, digits and underscores after the last dot");

    [Theory]
    [InlineData("#mine.Run")]
    [InlineData(" mine.Run")]
    [InlineData("mi\\tne.Run")]
    public Task WRPC010_for_a_name_that_no_file_of_contracts_can_hold(string name) => Diagnosed.ExpectInClassAsync(
        $"[WorkTask(Name = \"{name}\")] static void Run() {{ }}",
        $"WRPC010 'Run': The task name '{name.Replace("\\t", "\t", StringComparison.Ordinal)}' begins with '#' or a space, or has a line break or another control character, which contracts are not read back with: leave that out");

    [Fact]
    public Task WRPC012_for_a_local_function() => Diagnosed.ExpectInClassAsync(
        "static int Outer() { return Inner(); [WorkTask] static int Inner() => 1; }",
        "WRPC012 'Inner': 'Inner' can't be a task, since it is a local function: mark a static method that can be called by its name");

    [Theory]
    [InlineData("[Obsolete(\"Gone.\", error: true), WorkTask] static int Run() => 1;", "[Obsolete] as an error")]
    [InlineData("[System.Runtime.InteropServices.UnmanagedCallersOnly, WorkTask] static int Run() => 1;", "[UnmanagedCallersOnly]")]
    [InlineData("[WorkTask] static int Run(__arglist) => 1;", "a method with an __arglist")]
    [InlineData("[System.Diagnostics.Conditional(\"DEBUG\"), WorkTask] static void Run() { }", "[Conditional], so that the call of it may be left out")]
    public Task WRPC012_for_a_method_that_can_not_be_called_so(string method, string what) => Diagnosed.ExpectInClassAsync(
        method,
        $"WRPC012 'Run': 'Run' can't be a task, since it is {what}: mark a static method that can be called by its name");

    [Fact]
    public Task WRPC012_for_a_member_of_an_extension() => Diagnosed.ExpectInClassAsync(
        "extension(string) { [WorkTask] public static int Run() => 1; }",
        "WRPC012 'Run': 'Run' can't be a task, since it is a member of an extension block: mark a static method that can be called by its name");

    [Fact]
    public Task WRPC012_for_a_lambda() => Diagnosed.ExpectInClassAsync(
        "static Func<int> Outer() => [WorkTask] static () => 1;",
        "WRPC012 '[WorkTask] static () => 1': 'lambda' can't be a task, since it is an anonymous function: mark a static method that can be called by its name");

    [Fact]
    public Task WRPC012_for_an_accessor() => Diagnosed.ExpectInClassAsync(
        "static int Property { [WorkTask] get => 1; }",
        "WRPC012 'get': 'get_Property' can't be a task, since it is part of another member: mark a static method that can be called by its name");

    [Fact]
    public Task WRPC012_for_an_operator() => Diagnosed.ExpectAsync(
        "partial record Number(int X) { [WorkTask] public static Number operator +(Number a, Number b) => a; }",
        "WRPC012 '+': 'op_Addition' can't be a task, since it is an operator: mark a static method that can be called by its name");

    [Theory]
    [InlineData("abstract int Run();")]
    [InlineData("virtual int Run() => 1;")]
    public Task WRPC012_for_an_abstract_or_virtual_method(string method) => Diagnosed.ExpectAsync(
        $"partial interface IWork {{ [WorkTask] static {method} }}",
        "WRPC012 'Run': 'Run' can't be a task, since it is abstract or virtual: mark a static method that can be called by its name");

    [Fact]
    public Task WRPC012_for_the_implementation_of_an_interface() => Diagnosed.ExpectAsync(
        "interface IWork { static abstract int Run(); } partial class Work : IWork { [WorkTask] static int IWork.Run() => 1; }",
        "WRPC012 'Run': 'IWork.Run' can't be a task, since it is the implementation of an interface's member: mark a static method that can be called by its name");

    [Theory]
    [InlineData("MaxAttempts = 0", "MaxAttempts = 0", "it must be 1 or more")]
    [InlineData("Resources = \"gpu=1, gpu=2\"", "Resources = \"gpu=1, gpu=2\"", "it names 'gpu' twice")]
    [InlineData("TimeLimitSeconds = -1", "TimeLimitSeconds = -1", "it must be 1e-6 or more, and below 1e9")]
    [InlineData("TimeLimitSeconds = 1e-12", "TimeLimitSeconds = 1E-12", "it must be 1e-6 or more, and below 1e9")]
    [InlineData("TimeLimitSeconds = double.NaN", "TimeLimitSeconds = NaN", "it must be 1e-6 or more, and below 1e9")]
    [InlineData("RetryOn = [typeof(string)]", "RetryOn = [typeof(String)]", "it must be a type of exception")]
    [InlineData("MaxRetries = 2", "MaxRetries", "it means nothing without RetryOn, which says after which exceptions a call is run again")]
    [InlineData("RetryDelaySeconds = 2", "RetryDelaySeconds", "it means nothing without RetryOn, which says after which exceptions a call is run again")]
    [InlineData("RetryOn = [typeof(System.Exception)], MaxRetries = 0", "MaxRetries = 0", "it must be 1 or more")]
    [InlineData("RetryOn = [typeof(System.Exception)], RetryDelaySeconds = -1", "RetryDelaySeconds = -1", "it must be 0 or more, and below 1e9")]
    [InlineData("Resources = \"gpu\"", "Resources = \"gpu\"", "it must be a list such as \"gpu=1,licence=1\"")]
    [InlineData("Resources = \"gpu=-1\"", "Resources = \"gpu=-1\"", "it must be a list such as \"gpu=1,licence=1\"")]
    public Task WRPC013_for_a_default_that_makes_no_sense(string attribute, string what, string why) => Diagnosed.ExpectInClassAsync(
        $"[WorkTask({attribute})] static int Run() => 1;", $"WRPC013 'Run': '{what}' of the task 'Run' can't be meant: {why}");

    [Fact]
    public Task WRPC013_for_an_exception_that_generated_code_can_not_see() => Diagnosed.ExpectAsync(
        "file class Hidden : Exception; static partial class Work { [WorkTask(RetryOn = [typeof(Hidden)])] static int Run() => 1; }",
        "WRPC013 'Run': 'RetryOn = [typeof(Hidden)]' of the task 'Run' can't be meant: it can be seen in its own file only, and generated code is in another: make it internal");

    [Fact]
    public Task What_is_wrong_with_a_partial_method_is_said_once() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] public static partial void Run(ref int x); public static partial void Run(ref int x) { }",
        "WRPC002 'x': Parameter 'x' of the task 'Run' is 'ref', but a task may run in another process: pass it by value and return what changes");
}
