using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace WestRpc.Generators.Tests;

/// <summary>
/// The code of a diagnostic's page: <c>samples/Diagnostics/ID.cs</c>. Its region <c>Violation</c> gives the diagnostic, were
/// it not disabled there, and its region <c>Fix</c> does not.
/// </summary>
internal sealed partial class DiagnosticSample(string id)
{
    private const string Usings =
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks; global using MessagePack; global using WestRpc;
        """;

    public static string Directory { get; } = Path.Combine(Repository.Root, "samples", "Diagnostics");

    public static IEnumerable<string> Ids => System.IO.Directory.EnumerateFiles(Directory, "WRPC*.cs")
        .Select(static f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public string Text { get; } = File.ReadAllText(Path.Combine(Directory, id + ".cs"));

    public string Violation => Region("Violation");

    public string Fix => Region("Fix");

    /// <summary>The same with the diagnostic enabled.</summary>
    public string Enabled => Text.Replace($"#pragma warning disable {id}\n", "\n", StringComparison.Ordinal);

    /// <summary>What the analyzers say of a text, and of the code that is generated from it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="region">The region whose <c>Main</c>, if it has one, is the program's.</param>
    public async Task<Diagnostic[]> DiagnoseAsync(string text, string region)
    {
        CSharpCompilation compilation = UserCode.Compile(Usings, text);
        if (text.Contains(" Main(", StringComparison.Ordinal))
            compilation = compilation.WithOptions(compilation.Options
                .WithOutputKind(OutputKind.ConsoleApplication).WithMainTypeName($"{id}.{region}.Program"));
        new GeneratorRun().On(compilation, out Compilation generated);
        Assert.Empty(generated.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        return await Diagnosed.RawOfAsync(generated);
    }

    public static TextSpan SpanOf(string text, string region)
    {
        int start = text.IndexOf($"#region {region}\n", StringComparison.Ordinal);
        return TextSpan.FromBounds(start, text.IndexOf("#endregion", start, StringComparison.Ordinal));
    }

    private string Region(string name)
    {
        TextSpan span = SpanOf(Text, name);
        string[] lines = Text.Substring(span.Start, span.Length).Split('\n')[1..^1];
        return Indentation().Replace(string.Join('\n', lines), "");
    }

    [GeneratedRegex("^    ", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}
