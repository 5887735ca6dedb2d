using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using WestRpc.Generators.Emission;

namespace WestRpc.Generators.Tests;

/// <summary>
/// A file that a user could have written: <c>Scenarios/NAME.cs</c>. Its class <c>Check</c> has a method
/// <c>RunAsync(IWorkManager)</c> that submits its tasks and throws where a result is wrong.
/// </summary>
internal sealed class Scenario
{
    private static readonly ConcurrentDictionary<string, Lazy<Scenario>> All = new();

    private static readonly string Version = $"(\"WestRpc.Generators\", \"{typeof(WorkTaskGenerator).Assembly.GetName().Version!.ToString(3)}\")";

    private readonly Lazy<MethodInfo> check;

    private Scenario(string name)
    {
        SyntaxTree tree = UserCode.Parse(File.ReadAllText(Path.Combine(Repository.Scenarios, name + ".cs")), name + ".cs");
        Result = new GeneratorRun().On(UserCode.Project("Scenario." + name, tree), out Compilation compilation);
        Compilation = compilation;
        check = new Lazy<MethodInfo>(() => Load(name));
    }

    public static IEnumerable<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Scenarios, "*.cs").Select(Path.GetFileName)
            .Where(static f => !f!.EndsWith(".verified.cs", StringComparison.Ordinal) && !f.EndsWith(".received.cs", StringComparison.Ordinal))
            .Select(static f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal),
    ];

    public GeneratorRunResult Result { get; }

    /// <summary>With what was generated.</summary>
    public Compilation Compilation { get; }

    /// <summary>
    /// The files of its tasks, without the version of the generator, which would change them with each release; CatalogSpecs
    /// has the file that is alike in all projects.
    /// </summary>
    public string Text => string.Join("\n", Result.GeneratedSources.Where(static s => s.HintName != CatalogEmitter.HintName)
        .Select(static s => $"//HintName: {s.HintName}\n{s.SourceText}"))
        .Replace(Version, "(\"WestRpc.Generators\", \"VERSION\")", StringComparison.Ordinal);

    /// <summary>Parsed, generated, compiled and loaded once: a task can be registered once only.</summary>
    public static Scenario Of(string name) => All.GetOrAdd(name, static n => new Lazy<Scenario>(() => new Scenario(n))).Value;

    public async Task RunAsync(WorkManagerOptions options)
    {
        await using IWorkManager work = await WorkManager.StartAsync("serial", options);
        await (Task)check.Value.Invoke(null, [work])!;
    }

    private MethodInfo Load(string name)
    {
        using var image = new MemoryStream();
        Assert.Empty(Compilation.Emit(image).Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        Assembly assembly = new AssemblyLoadContext(name, isCollectible: true).LoadFromStream(image);
        return assembly.GetTypes().Single(static t => t.Name == "Check").GetMethod("RunAsync")!;
    }
}
