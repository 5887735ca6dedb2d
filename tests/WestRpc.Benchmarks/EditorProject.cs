using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.Logging;

namespace WestRpc.Benchmarks;

/// <summary>A user's project of many methods in an editor, with one generator at work on it.</summary>
internal sealed class EditorProject
{
    public const int Methods = 1_000;
    private const int MethodsInAFile = 20;

    // What an editor's user types changes one file; which, does not matter to a generator.
    private const int Edited = 0;

    private readonly IIncrementalGenerator generator;
    private CSharpCompilation compilation;
    private GeneratorDriver driver;
    private int keystrokes;

    private EditorProject(IIncrementalGenerator generator, Func<int, string> method, string usings)
    {
        this.generator = generator;
        var options = new CSharpParseOptions(LanguageVersion.CSharp13);
        SyntaxTree[] files =
        [
            .. Enumerable.Range(0, Methods / MethodsInAFile).Select(file => CSharpSyntaxTree.ParseText(
                $$"""
                using System.Threading;
                {{usings}}
                namespace Ensemble.Part{{file}};
                public static partial class Work
                {
                    public static int Unmarked() => 0;
                {{string.Join('\n', Enumerable.Range(0, MethodsInAFile).Select(method))}}
                }
                """,
                options, $"Part{file}.cs", System.Text.Encoding.UTF8)),
            CSharpSyntaxTree.ParseText(
                "namespace Ensemble; public sealed record Segment(int Id, double[] Position, double Weight, Segment? Parent);",
                options, "Segment.cs", System.Text.Encoding.UTF8),
        ];
        compilation = CSharpCompilation.Create(
            "Ensemble", files, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        driver = NewDriver();
    }

    /// <summary>Tasks that take and return a record of the user's.</summary>
    public static EditorProject OfTasks() => new(
        new Generators.WorkTaskGenerator(),
        static i => $"    [WorkTask] internal static Segment Run{i}(Segment segment, int steps, double temperature, CancellationToken cancellation) => segment;",
        "using WestRpc;");

    /// <summary>Log messages, with the generator that comes with the framework.</summary>
    public static EditorProject OfLogMessages() => new(
        LoggerMessageGenerator(),
        static i => $"    [LoggerMessage(EventId = {i}, Level = LogLevel.Information, Message = \"{{segment}} {{steps}} {{temperature}}\")] internal static partial void Run{i}(ILogger logger, Segment segment, int steps, double temperature);",
        "using Microsoft.Extensions.Logging;");

    /// <summary>Milliseconds of a run that knows nothing yet.</summary>
    public double FirstRun()
    {
        driver = NewDriver();
        CSharpCompilation opened = compilation.Clone();
        return Time(opened);
    }

    /// <summary>Milliseconds of the run after something was typed into the body of a method.</summary>
    public double Keystroke()
    {
        SyntaxTree tree = compilation.SyntaxTrees[Edited];
        string text = tree.ToString();
        int place = text.IndexOf("Unmarked() =>", StringComparison.Ordinal);
        int end = text.IndexOf(';', place);
        string typed = $"{text[..place]}Unmarked() => {++keystrokes}{text[end..]}";
        compilation = compilation.ReplaceSyntaxTree(
            tree, CSharpSyntaxTree.ParseText(typed, (CSharpParseOptions)tree.Options, tree.FilePath, System.Text.Encoding.UTF8));
        return Time(compilation);
    }

    /// <summary>Bytes that the generator keeps between keystrokes, its output included.</summary>
    public long Memory()
    {
        driver = NewDriver();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Time(compilation);
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    private double Time(CSharpCompilation current)
    {
        long started = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(current);
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } e || result.GeneratedSources.Length == 0)
            throw new InvalidOperationException($"{generator.GetType().Name} generated nothing.", result.Exception);
        return milliseconds;
    }

    private GeneratorDriver NewDriver() => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options);

    private static IIncrementalGenerator LoggerMessageGenerator()
    {
        string package = typeof(EditorProject).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
            .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(static a => a.Key == "LoggingAbstractions").Value!;
        System.Reflection.Assembly generators = System.Reflection.Assembly.LoadFrom(
            Path.Combine(package, "analyzers", "dotnet", "roslyn4.4", "cs", "Microsoft.Extensions.Logging.Generators.dll"));
        return (IIncrementalGenerator)Activator.CreateInstance(
            generators.GetTypes().Single(static t => typeof(IIncrementalGenerator).IsAssignableFrom(t)))!;
    }

    private static MetadataReference[] References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(f) is "netstandard.dll")
            .Append(typeof(IWorkManager).Assembly.Location)
            .Append(typeof(MessagePack.MessagePackWriter).Assembly.Location)
            .Append(typeof(ILogger).Assembly.Location)
            .Select(static f => MetadataReference.CreateFromFile(f)),
    ];
}
