using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WestRpc.Generators.Emission;
using WestRpc.Tests.Shared;

namespace WestRpc.Generators.Tests;

/// <summary>How the tasks of libraries become known to the programs that refer to them.</summary>
public sealed class CatalogSpecs
{
    private const string Tasks = "public static partial class Work { [WestRpc.WorkTask] private static int Run(int x) => x; }";

    private const string NoTasks = "public static class Work { public static int Run(int x) => x; }";

    private const string Main = "public static class Program { public static void Main() { } }";

    [Fact]
    public void A_library_with_tasks_has_a_catalog() => Snapshot.Verify(
        Catalog(UserCode.Project("My.Library", UserCode.Parse(Tasks)))!, Verified("Library"));

    [Fact]
    public void A_program_loads_the_catalogs_of_its_libraries() => Snapshot.Verify(
        Catalog(UserCode.Program("Program", Main, UserCode.Library("One", In("A", Tasks)), UserCode.Library("Two", In("B", Tasks))))!,
        Verified("Program"));

    [Fact]
    public void A_library_with_tasks_loads_those_of_the_libraries_under_it() => Assert.Contains(
        "global::WestRpc.Generated.OneTasks.Load();",
        Catalog(UserCode.Project("Two", UserCode.Parse(In("B", Tasks))).AddReferences(UserCode.Library("One", In("A", Tasks)))),
        StringComparison.Ordinal);

    [Fact]
    public void A_library_without_tasks_has_none()
    {
        Assert.Null(Catalog(UserCode.Project("Library", UserCode.Parse(NoTasks))));
        Assert.Null(Catalog(UserCode.Project("Library", UserCode.Parse(NoTasks)).AddReferences(UserCode.Library("One", In("A", Tasks)))));
    }

    [Fact]
    public void A_program_whose_libraries_have_none_has_none() =>
        Assert.Null(Catalog(UserCode.Program("Program", Main, UserCode.Library("One", NoTasks))));

    [Fact]
    public void A_library_that_can_only_be_named_by_an_alias_is_left_out() => Assert.Null(Catalog(
        UserCode.Program("Program", Main, UserCode.Library("One", Tasks).WithAliases(["One"]))));

    [Theory]
    [InlineData("My.Library", "My_LibraryTasks")]
    [InlineData("hello", "helloTasks")]
    [InlineData("My_Library", "My_LibraryTasks_202a3b70")]
    [InlineData("My-Library", "My_LibraryTasks_e7622851")]
    [InlineData("2d", "_2dTasks")]
    public void Its_name_is_the_assemblys(string assembly, string name)
    {
        Assert.Contains($"public static class {name}\n", Catalog(UserCode.Project(assembly, UserCode.Parse(Tasks))), StringComparison.Ordinal);
        UserCode.Library(assembly, Tasks);
    }

    [Fact]
    public void Libraries_that_see_each_others_internals_compile_without_a_warning()
    {
        const string Friends = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Two\"), System.Runtime.CompilerServices.InternalsVisibleTo(\"Program\")]\n";
        MetadataReference one = UserCode.Library("One", Friends + In("A", Tasks));
        MetadataReference two = UserCode.Library("Two", Friends + In("B", Tasks), one);
        new GeneratorRun().On(UserCode.Program("Program", In("C", Tasks) + Main, one, two), out Compilation program);
        Assert.Equal("", program.Complaints());
    }

    [Fact]
    public void To_load_a_library_registers_its_tasks_and_those_of_the_libraries_under_it()
    {
        byte[] one = UserCode.Image("One", In("CatalogSpecs.One", Tasks));
        byte[] two = UserCode.Image("Two", In("CatalogSpecs.Two", Tasks), MetadataReference.CreateFromImage(one));
        var context = new AssemblyLoadContext("catalogs", isCollectible: true);
        context.Resolving += (_, name) => name.Name == "One" ? context.LoadFromStream(new MemoryStream(one)) : null;
        WorkTasks.Load(context.LoadFromStream(new MemoryStream(two)));
        Assert.All(["CatalogSpecs.One.Work.Run", "CatalogSpecs.Two.Work.Run"], static name =>
            Assert.Throws<InvalidOperationException>(() => WorkTaskRegistry.Register(new WorkTaskDescriptor(
                typeof(CatalogSpecs), name, "", "0", usesContext: false, static (ref reader, _) => throw new NotSupportedException()))));
    }

    [Fact]
    public void To_load_what_has_no_tasks_is_refused() => Assert.Equal(
        "'WestRpc' holds no tasks: no method in it is marked with [WorkTask], or it was built without WestRpc's generator.",
        Assert.Throws<WorkConfigurationException>(static () => WorkTasks.Load(typeof(IWorkManager))).Message);

    [Fact]
    public void A_keystroke_leaves_what_was_found_as_it_was()
    {
        var run = new GeneratorRun();
        CSharpCompilation compilation = UserCode.Program("Program", Main, UserCode.Library("One", Tasks));
        run.On(compilation);
        GeneratorRunResult result = run.On(compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[0], UserCode.Parse(Main.Replace("{ }", "{ int x = 1; }", StringComparison.Ordinal))));
        Assert.Equal(IncrementalStepRunReason.Unchanged, Assert.Single(Assert.Single(result.TrackedSteps[WorkTaskGenerator.CatalogStep]).Outputs).Reason);
        Assert.All(
            result.TrackedOutputSteps.SelectMany(static s => s.Value).SelectMany(static s => s.Outputs),
            static o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    private static string In(string space, string source) => $"namespace {space} {{ {source} }}\n";

    private static string? Catalog(CSharpCompilation compilation)
    {
        GeneratorRunResult result = new GeneratorRun().On(compilation, out Compilation all);
        Assert.Equal("", all.Complaints());
        return result.GeneratedSources.Where(static s => s.HintName == CatalogEmitter.HintName)
            .Select(static s => s.SourceText.ToString()).SingleOrDefault();
    }

    private static string Verified(string name) => Path.Combine(Repository.Root, "tests", "WestRpc.Generators.Tests", "Catalogs", name + ".verified.cs");
}
