using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Generators.Tests;

/// <summary>An edit makes the generator write again what it changes, and nothing else.</summary>
public sealed class CachingSpecs
{
    private const string Tasks =
        """
        using WestRpc;

        public static partial class Work
        {
            [WorkTask]
            private static Segment Run(Segment x) => x;

            [WorkTask]
            private static int Count(Segment[] x) => x.Length;

            [WorkTask]
            private static int Add(int a, int b) => a + b;
        }
        """;

    private const string Types = "public sealed record Segment(int Id, double[] Position);";

    private const string Elsewhere = "public static class Elsewhere { public static int X => 1; }";

    private readonly GeneratorRun run = new();
    private CSharpCompilation compilation = UserCode.Compile(Tasks, Types, Elsewhere);

    [Fact]
    public void The_first_run_writes_each_file()
    {
        GeneratorRunResult result = run.On(compilation);
        Assert.Equal(4, result.GeneratedSources.Length);

        // Those of the tasks, the catalog, and the contracts that this project does not commit.
        Assert.Equal([5], Reasons(result).Select(static r => r.Value));
    }

    [Fact]
    public void No_edit_at_all_writes_nothing() => AssertNothingWritten(Edit(0, "Work", "Work"));

    [Theory]
    [InlineData(2, "X => 1", "X => 2")]
    [InlineData(2, "X => 1", "Y => 1")]
    [InlineData(2, "public static class Elsewhere", "public static class Elsewhere2")]
    public void An_edit_of_another_file_writes_nothing(int file, string from, string to) => AssertNothingWritten(Edit(file, from, to));

    [Theory]
    [InlineData("a + b", "b + a")]
    [InlineData("x.Length", "x.Length;\n\n    private static int More() => 1")]
    [InlineData("public static partial class Work\n", "\n\n// More.\npublic static partial class Work\n")]
    [InlineData("int Add(int a, int b)", "int  Add( int a , int b )")]
    public void An_edit_of_a_body_or_of_white_space_in_the_same_file_writes_nothing(string from, string to) =>
        AssertNothingWritten(Edit(0, from, to));

    [Fact]
    public void Another_file_in_the_project_writes_nothing()
    {
        run.On(compilation);
        compilation = compilation.AddSyntaxTrees(UserCode.Parse("public static class More;", "More.cs"));
        AssertNothingWritten(run.On(compilation));
    }

    [Theory]
    [InlineData(0, "int Add(int a, int b) => a + b", "long Add(int a, int b) => a + b", "Work.AddTask.g.cs")]
    [InlineData(0, "int Count(Segment[] x)", "int Count(Segment[] y, Segment[] x)", "Work.CountTask.g.cs")]
    public void An_edit_of_one_signature_writes_one_file(int file, string from, string to, string written)
    {
        GeneratorRunResult result = Edit(file, from, to);
        Assert.Equal([written], Written(result));
    }

    [Fact]
    public void An_edit_of_a_type_writes_the_tasks_that_send_it() => Assert.Equal(
        ["Work.CountTask.g.cs", "Work.RunTask.g.cs"], Written(Edit(1, "int Id", "long Id")).Order(StringComparer.Ordinal));

    [Fact]
    public void A_task_that_is_gone_takes_its_file_with_it()
    {
        GeneratorRunResult result = Edit(0, "[WorkTask]\n    private static int Add", "private static int Add");
        Assert.Equal(["Work.RunTask.g.cs", "Work.CountTask.g.cs", "WestRpc.Catalog.g.cs"], result.GeneratedSources.Select(static s => s.HintName));
        Assert.Empty(Written(result));
    }

    [Fact]
    public void No_compilation_of_an_earlier_keystroke_is_kept_alive()
    {
        var untracked = new GeneratorRun(isTracked: false);
        WeakReference earlier = RunOnce(untracked);
        SyntaxTree tree = compilation.SyntaxTrees[2];
        compilation = compilation.ReplaceSyntaxTree(tree, UserCode.Parse("public static class Elsewhere;", tree.FilePath));
        untracked.On(compilation);
        for (int i = 0; i < 3 && earlier.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(earlier.IsAlive);
        GC.KeepAlive(untracked);
    }

    // On a frame of its own, which holds on to nothing once it is left.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference RunOnce(GeneratorRun untracked)
    {
        CSharpCompilation copy = compilation.Clone();
        untracked.On(copy);
        return new WeakReference(copy);
    }

    private GeneratorRunResult Edit(int file, string from, string to)
    {
        run.On(compilation);
        SyntaxTree tree = compilation.SyntaxTrees[file];
        string text = tree.ToString();
        Assert.Contains(from, text, StringComparison.Ordinal);
        compilation = compilation.ReplaceSyntaxTree(tree, UserCode.Parse(text.Replace(from, to, StringComparison.Ordinal), tree.FilePath));
        return run.On(compilation);
    }

    private static void AssertNothingWritten(GeneratorRunResult result)
    {
        Assert.Equal(4, result.GeneratedSources.Length);
        Assert.All(
            ((string[])[WorkTaskGenerator.ModelStep, WorkTaskGenerator.CatalogStep]).SelectMany(step => result.TrackedSteps[step]).SelectMany(static s => s.Outputs),
            static o => Assert.Contains(o.Reason, new[] { IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached }));
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(result).Keys);
    }

    private static Dictionary<IncrementalStepRunReason, int> Reasons(GeneratorRunResult result) => result.TrackedOutputSteps
        .SelectMany(static s => s.Value).SelectMany(static s => s.Outputs).CountBy(static o => o.Reason).ToDictionary();

    private static IEnumerable<string> Written(GeneratorRunResult result) => result.TrackedOutputSteps
        .SelectMany(static s => s.Value).SelectMany(static s => s.Outputs)
        .Where(static o => o.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified)
        .SelectMany(static o => Sources(o.Value));

    // What an output holds is internal to the compiler: a pair of sources and diagnostics.
    private static IEnumerable<string> Sources(object output) =>
        ((System.Collections.IEnumerable)((System.Runtime.CompilerServices.ITuple)output)[0]!).Cast<object>()
        .Select(static s => (string)s.GetType().GetProperty("HintName")!.GetValue(s)!);
}
