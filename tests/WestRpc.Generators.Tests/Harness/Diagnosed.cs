using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using WestRpc.Generators.Analyzers;

namespace WestRpc.Generators.Tests;

/// <summary>What the analyzers say of a user's file, and that the generator stays silent where there is an error.</summary>
internal static class Diagnosed
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using MessagePack; using WestRpc;\n";

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(WorkTaskAnalyzer).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .OrderBy(static t => t.Name, StringComparer.Ordinal).Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    /// <summary>
    /// Expects diagnostics, each as <c>WRPC002 'text at its location': message</c>, in the order of their locations, and
    /// that nothing was generated.
    /// </summary>
    public static async Task ExpectAsync(string source, params string[] diagnostics)
    {
        CSharpCompilation compilation = UserCode.Compile(Usings + source);
        Assert.Equal(diagnostics, await OfAsync(compilation));
        GeneratorRunResult result = GeneratorRun.Once(compilation);
        Assert.Null(result.Exception);
        Assert.Empty(result.GeneratedSources);
        Assert.Empty(result.Diagnostics);
    }

    /// <summary>The same for the member of a class, and expects all else about it to compile.</summary>
    public static Task ExpectInClassAsync(string members, params string[] diagnostics) =>
        ExpectAsync($"public static partial class Work\n{{\n{members}\n}}", diagnostics);

    /// <summary>
    /// Expects the same of code that compiles, together with what is generated from it: a program where
    /// <paramref name="main"/> says so. Nothing is expected in generated code.
    /// </summary>
    public static async Task ExpectInWorkingCodeAsync(bool main, string source, params string[] diagnostics)
    {
        CSharpCompilation compilation = UserCode.Compile(Usings + source);
        if (main)
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        new GeneratorRun().On(compilation, out Compilation generated);
        Assert.Empty(generated.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        Assert.Equal(diagnostics, await OfAsync(generated));
    }

    public static async Task<string[]> OfAsync(Compilation compilation) => [.. (await RawOfAsync(compilation)).Select(static d =>
        $"{d.Id} '{d.Location.SourceTree?.GetText().ToString(d.Location.SourceSpan)}': {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];

    /// <summary>In the order of their locations. An analyzer that throws is a diagnostic too.</summary>
    public static async Task<Diagnostic[]> RawOfAsync(Compilation compilation)
    {
        ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers(Analyzers)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. diagnostics.OrderBy(static d => d.Location.SourceSpan.Start).ThenBy(static d => d.Id, StringComparer.Ordinal)];
    }
}
