using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Generators.Tests;

/// <summary>Types and formatters of the projects that a user's project refers to.</summary>
public sealed class ReferencedProjectSpecs
{
    private const string Library =
        """
        using MessagePack; using WestRpc; using WestRpc.Wire;
        [assembly: WorkFormatter<Chemistry.Mass, Chemistry.MassFormatter>]
        namespace Chemistry;
        public sealed class Mass { internal double Kilograms; }
        public class MassFormatter : IWorkFormatter<Mass>
        {
            public static void Write(ref MessagePackWriter writer, Mass value, WireContext wire) => writer.Write(value.Kilograms);
            public static Mass Read(ref MessagePackReader reader, WireContext wire) => new() { Kilograms = reader.ReadDouble() };
        }
        """;

    private const string Task = "static partial class Work { [WestRpc.WorkTask] static void Run(Chemistry.Mass x) { } }";

    [Fact]
    public async Task A_library_s_formatter_is_called_for_its_type()
    {
        GeneratorRunResult result = new GeneratorRun().On(Program(Task, Library), out Compilation compilation);
        Assert.Contains("global::Chemistry.MassFormatter.Write(ref writer, value, wire);", result.GeneratedSources.Single(static s => s.HintName == "Work.RunTask.g.cs").SourceText.ToString(), StringComparison.Ordinal);
        Assert.Contains("Chemistry.Mass by Chemistry.MassFormatter", result.GeneratedSources.Single(static s => s.HintName == "Work.RunTask.g.cs").SourceText.ToString(), StringComparison.Ordinal);
        Assert.Empty(compilation.Complaints());
        Assert.Empty(await Diagnosed.OfAsync((CSharpCompilation)compilation));
    }

    [Fact]
    public void The_program_s_own_comes_before_it()
    {
        GeneratorRunResult result = GeneratorRun.Once(Program($"[assembly: WestRpc.WorkFormatter<Chemistry.Mass, Own>] public sealed class Own : Chemistry.MassFormatter, WestRpc.IWorkFormatter<Chemistry.Mass>; {Task}", Library));
        Assert.Contains("global::Own.Write(ref writer, value, wire);", result.GeneratedSources.Single(static s => s.HintName == "Work.RunTask.g.cs").SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_the_program_can_not_see_is_to_blame()
    {
        string library = Library.Replace("public class MassFormatter", "internal class MassFormatter", StringComparison.Ordinal);
        Assert.Equal(
            ["WRPC005 'x': 'x' of the task 'Run' can't be sent: x has the formatter Chemistry.MassFormatter, which can't be called from here: make it public"],
            await Diagnosed.OfAsync(Program(Task, library)));
    }

    [Fact]
    public async Task Two_libraries_that_disagree_are_to_blame()
    {
        string other = "[assembly: WestRpc.WorkFormatter<Chemistry.Mass, Other>] public sealed class Other : Chemistry.MassFormatter, WestRpc.IWorkFormatter<Chemistry.Mass>;";
        Assert.Equal(
            ["WRPC005 'x': 'x' of the task 'Run' can't be sent: x has two formatters, Chemistry.MassFormatter and Other: name the right one in this assembly"],
            await Diagnosed.OfAsync(Program(Task, Library, other)));
    }

    [Fact]
    public void Its_MessagePack_objects_and_unions_can_be_sent()
    {
        const string library =
            """
            using MessagePack;
            namespace Shapes;
            [Union(0, typeof(Circle))] public interface IShape;
            [MessagePackObject] public sealed record Circle([property: Key(0)] double Radius, [property: Key(1)] Generic<int>? More) : IShape;
            [MessagePackObject(true)] public class Base { public int X { get; set; } private int hidden; public int Hidden() => hidden++; }
            [MessagePackObject(true)] public sealed class Generic<T> : Base { public required T[] Values { get; init; } }
            public enum Level : byte { Low, High }
            """;
        GeneratorRunResult result = new GeneratorRun().On(
            Program("static partial class Work { [WestRpc.WorkTask] static Shapes.IShape[] Run(Shapes.Generic<Shapes.Level> x, Shapes.Level y) => []; }", library),
            out Compilation compilation);
        Assert.Contains("Work.RunTask.g.cs", result.GeneratedSources.Select(static s => s.HintName));
        Assert.Empty(compilation.Complaints());
    }

    [Theory]
    [InlineData("public sealed record State(int X);")]
    [InlineData("public struct State { public int X; }")]
    public async Task Its_other_types_need_attributes_or_a_formatter(string library) => Assert.Equal(
        ["WRPC005 'x': 'x' of the task 'Run' can't be sent: x, of type State, is declared in another assembly, where its state can't be seen: mark it with [MessagePackObject] there, write an IWorkFormatter for it, or send its parts"],
        await Diagnosed.OfAsync(Program("static partial class Work { [WestRpc.WorkTask] static void Run(State x) { } }", library)));

    private static CSharpCompilation Program(string source, params string[] libraries)
    {
        var references = new List<MetadataReference>();
        for (int i = 0; i < libraries.Length; i++)
            references.Add(Image(UserCode.Project($"Library{i}", UserCode.Parse(libraries[i])).AddReferences(references)));
        return UserCode.Compile(source).AddReferences(references);
    }

    private static MetadataReference Image(CSharpCompilation library)
    {
        using var image = new MemoryStream();
        Assert.Empty(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
