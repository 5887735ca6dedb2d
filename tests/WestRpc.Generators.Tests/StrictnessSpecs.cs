using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WestRpc.Generators.Tests;

/// <summary>Users may be as strict, and as far behind, as they like: it is not the generated code that is in their way.</summary>
public sealed class StrictnessSpecs
{
    public static TheoryData<string> Scenarios => [.. Scenario.Names];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task No_rule_of_the_SDK_complains(string name)
    {
        ImmutableArray<DiagnosticAnalyzer> rules = Rules.Value;
        Compilation compilation = Scenario.Of(name).Compilation;
        CompilationOptions all = compilation.Options.WithSpecificDiagnosticOptions(
            [.. rules.SelectMany(static r => r.SupportedDiagnostics).Select(static d => d.Id).Distinct().Select(static id => KeyValuePair.Create(id, ReportDiagnostic.Warn))]);
        ImmutableArray<Diagnostic> found = await compilation.WithOptions(all).WithAnalyzers(rules)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        // The scenarios themselves are full of what those rules are against, which shows that they were asked.
        Assert.NotEmpty(found);
        Assert.DoesNotContain("AD0001", found.Select(static d => d.Id));
        Assert.Equal("", string.Join('\n', found.Where(IsGenerated)));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void It_compiles_as_CSharp_13(string name)
    {
        CSharpParseOptions options = UserCode.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp13);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            File.ReadAllText(Path.Combine(Repository.Scenarios, name + ".cs")), options, name + ".cs", cancellationToken: TestContext.Current.CancellationToken);
        GeneratorRunResult result = new GeneratorRun(options).On(UserCode.Project("Thirteen." + name, tree), out Compilation compilation);
        Assert.NotEmpty(result.GeneratedSources);

        // A scenario may use what is newer; what is generated from it may not.
        Assert.Equal("", string.Join('\n', compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning && IsGenerated(d))));
    }

    [Fact]
    public void Two_projects_that_see_each_others_internals_have_the_same_classes()
    {
        const string Tasks =
            """
            using WestRpc;
            namespace Twins;
            internal sealed record Segment(int Id);
            internal static partial class Work { [WorkTask(Name = "NAME.Run")] internal static Segment Run(Segment x) => x; }
            """;
        MetadataReference first = Compiled(
            "First", [],
            "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"Second\")]\n" + Tasks.Replace("NAME", "first", StringComparison.Ordinal).Replace("using WestRpc;", "", StringComparison.Ordinal),
            "global using WestRpc;");
        Compiled("Second", [first], Tasks.Replace("NAME", "second", StringComparison.Ordinal));
        Compiled(
            "Second", [first],
            """
            using WestRpc;
            internal static partial class More { [WorkTask] internal static Twins.Segment Walk(Twins.Segment x) => x; }
            internal static class Uses { internal static WorkTask<Twins.Segment> Call { get; } = new Twins.Work.RunTask(new Twins.Segment(1)); }
            """);
    }

    private static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    private static PortableExecutableReference Compiled(string name, MetadataReference[] references, params string[] sources)
    {
        new GeneratorRun().On(
            UserCode.Project(name, [.. sources.Select(static (s, i) => UserCode.Parse(s, $"User{i}.cs"))]).AddReferences(references),
            out Compilation compilation);

        // The second of two classes of one name hides the first, which is said of the user's file and is the user's affair.
        string complaints = string.Join('\n', compilation.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS0436"));
        Assert.Equal("", complaints);
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(ImmutableCollectionsMarshal.AsImmutableArray(image.ToArray()));
    }

    private static readonly Lazy<ImmutableArray<DiagnosticAnalyzer>> Rules = new(static () =>
    {
        string package = typeof(StrictnessSpecs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "NetAnalyzers").Value!;
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(package, "analyzers", "dotnet", "cs"), "*.dll").Select(Assembly.LoadFrom)
                .SelectMany(static a => a.GetTypes())
                .Where(static t => !t.IsAbstract && t.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true)
                .Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
        ];
    });
}
