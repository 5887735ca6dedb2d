namespace WestRpc.Generators.Tests;

/// <summary>What is wrong with how a parameter is passed.</summary>
public sealed class ParameterDiagnosticSpecs
{
    [Theory]
    [InlineData("ref")]
    [InlineData("in")]
    [InlineData("ref readonly")]
    public Task WRPC002_for_a_parameter_passed_by_reference(string kind) => Diagnosed.ExpectInClassAsync(
        $"[WorkTask] static int Run(int a, {kind} int x) => x;",
        $"WRPC002 'x': Parameter 'x' of the task 'Run' is '{kind}', but a task may run in another process: pass it by value and return what changes");

    [Fact]
    public Task WRPC002_for_out_parameters_each() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static void Run(out int x, out int y) => x = y = 1;",
        "WRPC002 'x': Parameter 'x' of the task 'Run' is 'out', but a task may run in another process: pass it by value and return what changes",
        "WRPC002 'y': Parameter 'y' of the task 'Run' is 'out', but a task may run in another process: pass it by value and return what changes");

    [Fact]
    public Task WRPC009_for_two_tokens() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static void Run(CancellationToken a, int x, CancellationToken b) { }",
        "WRPC009 'b': The task 'Run' takes more than one System.Threading.CancellationToken: there is only one for a call, so take one");

    [Fact]
    public Task WRPC009_for_two_contexts() => Diagnosed.ExpectInClassAsync(
        "[WorkTask] static void Run(WorkContext a, CancellationToken x, WorkContext? b = null) { }",
        "WRPC009 'b': The task 'Run' takes more than one WestRpc.WorkContext: there is only one for a call, so take one");

    [Fact]
    public Task Several_diagnostics_for_a_method_with_several_problems() => Diagnosed.ExpectAsync(
        "class Work { [WorkTask] int Run(ref int x, Action y) => x; }",
        "WRPC001 'Run': 'Work' contains the task 'Run' but is not partial, so its calls can't be added to it: write 'partial class Work'",
        "WRPC006 'Run': The task 'Run' is not static: make it static and pass what it needs of its object as arguments",
        "WRPC002 'x': Parameter 'x' of the task 'Run' is 'ref', but a task may run in another process: pass it by value and return what changes",
        "WRPC005 'y': 'y' of the task 'Run' can't be sent: y, of type System.Action, is a delegate, and code can't be sent: send the data that it needs");
}
