using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using WestRpc.Generators.Analyzers;

namespace WestRpc.Generators.Tests;

/// <summary>What the analyzer says of a user's file, and that the generator stays silent there.</summary>
internal static class Diagnosed
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using MessagePack; using WestRpc;\n";

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

    public static async Task<string[]> OfAsync(CSharpCompilation compilation)
    {
        ImmutableArray<Diagnostic> diagnostics = await compilation
            .WithAnalyzers([new WorkTaskAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return
        [
            .. diagnostics.OrderBy(static d => d.Location.SourceSpan.Start).ThenBy(static d => d.Id, StringComparer.Ordinal)
                .Select(static d => $"{d.Id} '{d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan)}': {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"),
        ];
    }
}
