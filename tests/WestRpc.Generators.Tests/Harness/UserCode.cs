using Basic.Reference.Assemblies;
using MessagePack;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Microsoft.Extensions.Logging;

namespace WestRpc.Generators.Tests;

/// <summary>A user's project in memory: files that refer to WestRpc, compiled as a strict user would.</summary>
internal static class UserCode
{
    private static readonly MetadataReference[] References =
    [
        .. Net100.References.All,
        Reference(typeof(IWorkManager)), Reference(typeof(MessagePackWriter)), Reference(typeof(KeyAttribute)), Reference(typeof(ILoggerFactory)),
        Reference(typeof(Expect)),
    ];

    // C# 14, which users of .NET 10 have, is what this version of the compiler calls a preview.
    public static CSharpParseOptions ParseOptions { get; } =
        new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    public static SyntaxTree Parse(string source, string path = "User.cs") =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), ParseOptions, path);

    /// <summary>A project of some files, each given by its text.</summary>
    public static CSharpCompilation Compile(params string[] sources) =>
        Project("User", [.. sources.Select(static (s, i) => Parse(s, $"User{i}.cs"))]);

    public static CSharpCompilation Project(string name, params SyntaxTree[] trees) => CSharpCompilation.Create(
        name, trees, References, Options(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>A project that refers to others, with what is generated, compiled without a complaint.</summary>
    public static byte[] Image(string name, string source, params MetadataReference[] others)
    {
        new GeneratorRun().On(Project(name, Parse(source)).AddReferences(others), out Compilation library);
        Assert.Equal("", library.Complaints());
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        return image.ToArray();
    }

    /// <summary>The same as a reference.</summary>
    public static PortableExecutableReference Library(string name, string source, params MetadataReference[] others) =>
        MetadataReference.CreateFromImage(Image(name, source, others));

    /// <summary>A program instead of a library.</summary>
    public static CSharpCompilation Program(string name, string source, params MetadataReference[] others) =>
        Project(name, Parse(source)).AddReferences(others).WithOptions(Options(OutputKind.ConsoleApplication));

    private static CSharpCompilationOptions Options(OutputKind kind) => new(
        kind, allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999,
        // As the SDK does: of two versions of a reference the higher one is meant.
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);

    /// <summary>Errors and warnings as text; undocumented members of the user's are the user's affair.</summary>
    public static string Complaints(this Compilation compilation) => string.Join(
        '\n',
        compilation.GetDiagnostics()
            .Where(static d => d.Severity >= DiagnosticSeverity.Warning)
            .Where(static d => d.Id != "CS1591" || d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true)
            .Select(static d => $"{d} :: {LineOf(d)}"));

    private static string LineOf(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } tree
        ? tree.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim()
        : "";

    private static PortableExecutableReference Reference(Type type) => MetadataReference.CreateFromFile(type.Assembly.Location);
}
