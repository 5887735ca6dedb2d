using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using WestRpc.Generators;
using WestRpc.Generators.Model;

namespace WestRpc.Testing;

/// <summary>
/// What the generator makes of a source, as one text for any snapshot library: a change of what a task sends, or an upgrade of WestRpc, shows
/// as a difference.
/// </summary>
public static class WorkTaskSnapshot
{
    private const string SourceFile = "source.cs";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // C# 14, which users of .NET 10 have, is what the oldest compiler that this runs with calls a preview.
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    /// <summary>
    /// The contracts of all tasks in the source, then what WestRpc has to say of it, then the generated files: the same text for the same
    /// source, wherever it is made. The source is compiled with nullable types, implicit usings, and all that this program refers to.
    /// </summary>
    /// <param name="source">C#: methods with <c>[WorkTask]</c> and the types that they send.</param>
    /// <exception cref="ArgumentException">It does not compile; the message has the compiler's errors and what WestRpc has to say.</exception>
    public static string Of(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Snapshot", [Parse(source, SourceFile), Parse(ImplicitUsings, "usings.cs")], References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        GeneratorRunResult result = CSharpGeneratorDriver
            .Create(
                [new WorkTaskGenerator().AsSourceGenerator()], parseOptions: Language,
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _)
            .GetRunResult().Results.Single();
        if (result.Exception is { } bug)
            throw new InvalidOperationException("WestRpc's generator failed; please report this.", bug);
        string[] ours = Ours(compilation);
        string[] errors = [.. generated.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Select(Describe)];
        if (errors.Length > 0)
            throw new ArgumentException($"The source does not compile:\n{string.Join('\n', [.. ours, .. errors])}", nameof(source));
        return Write(Contracts(result), ours, result.GeneratedSources);
    }

    private static string Write(IEnumerable<string> contracts, string[] diagnostics, ImmutableArray<GeneratedSourceResult> files)
    {
        var text = new StringBuilder();
        foreach (string contract in contracts)
            text.Append("// ").Append(contract.ReplaceLineEndings("\n//     ")).Append('\n');
        foreach (string diagnostic in diagnostics)
            text.Append("// ").Append(diagnostic).Append('\n');
        foreach (GeneratedSourceResult file in files.OrderBy(static f => f.HintName, StringComparer.Ordinal))
            text.Append("\n//HintName: ").Append(file.HintName).Append('\n').Append(file.SourceText.ToString().ReplaceLineEndings("\n"));
        return text.ToString();
    }

    private static IEnumerable<string> Contracts(GeneratorRunResult result) =>
        result.TrackedSteps.TryGetValue(WorkTaskGenerator.ModelStep, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? steps.SelectMany(static s => s.Outputs).Select(static o => o.Value).OfType<TaskModel>()
                .OrderBy(static m => m.Identity, StringComparer.Ordinal).Select(static m => m.Contract)
            : [];

    /// <summary>What WestRpc's analyzers say, in the order of the source.</summary>
    private static string[] Ours(CSharpCompilation compilation)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers =
        [
            .. typeof(WorkTaskGenerator).Assembly.GetTypes()
                .Where(static t => t.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
                .Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
        ];
        return
        [
            .. compilation.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult()
                .OrderBy(static d => d.Location.SourceSpan.Start).ThenBy(static d => d.Id, StringComparer.Ordinal).Select(Describe),
        ];
    }

    private static string Describe(Diagnostic diagnostic)
    {
        LinePosition start = diagnostic.Location.GetLineSpan().StartLinePosition;
        string file = Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? SourceFile);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{file}({start.Line + 1},{start.Character + 1}): {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
    }

    private static SyntaxTree Parse(string text, string file) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), Language, file);

    private static IEnumerable<MetadataReference> References() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? throw new PlatformNotSupportedException(
            "This program does not say which assemblies it is made of, so that nothing can be compiled against them: run it as usual, not as a single file."))
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static path => MetadataReference.CreateFromFile(path));
}
