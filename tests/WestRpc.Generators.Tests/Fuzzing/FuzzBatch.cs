using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Tests.Fuzzing;

/// <summary>Many tasks whose types come from one seed, generated and compiled at once.</summary>
internal sealed partial class FuzzBatch
{
    private readonly string declarations;
    private readonly string[] types;
    private readonly MethodInfo[] echoes;

    public FuzzBatch(int seed, int count)
    {
        var grammar = new TypeGrammar(new Random(seed));
        types = [.. Enumerable.Range(0, count).Select(_ => grammar.Next())];
        declarations = grammar.Declarations;
        string name = string.Create(CultureInfo.InvariantCulture, $"Fuzz{seed}");
        new GeneratorRun().On(UserCode.Project(name, UserCode.Parse(Source(name))), out Compilation compilation);
        using var image = new MemoryStream();
        string[] errors =
        [
            .. compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics
                .Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.ToString()),
        ];
        Assert.True(errors.Length == 0, $"WESTRPC_SEED={seed} does not compile: {string.Join('\n', errors)}\n{Source(name)}");
        image.Position = 0;
        Type work = new AssemblyLoadContext(name, isCollectible: true).LoadFromStream(image).GetType($"{name}.Work", throwOnError: true)!;
        echoes = [.. Enumerable.Range(0, count).Select(i => work.GetMethod(string.Create(CultureInfo.InvariantCulture, $"Run{i}"))!)];
    }

    public int Count => types.Length;

    /// <summary>The type that a task sends both ways.</summary>
    public Type TypeOf(int task) => echoes[task].GetParameters()[1].ParameterType;

    public Task<object?> EchoAsync(int task, IWorkManager work, object? value) => (Task<object?>)echoes[task].Invoke(null, [work, value])!;

    /// <summary>A task's type with all that it leads to.</summary>
    public string Describe(int task)
    {
        string text = types[task];
        foreach (string declaration in declarations.Split('\n').Reverse())
        {
            // What a type is made of was declared before it.
            if (DeclaredName().Matches(declaration).FirstOrDefault() is { } name && Regex.IsMatch(text, $@"\b{name.Value}\b"))
                text += $"\n{declaration}";
        }

        return text;
    }

    [GeneratedRegex(@"\bT\d+(Base)?\b")]
    private static partial Regex DeclaredName();

    private string Source(string name)
    {
        var source = new StringBuilder(
            $$"""
            using System; using System.Collections.Concurrent; using System.Collections.Frozen; using System.Collections.Generic; using System.Collections.Immutable; using System.Numerics; using System.Threading.Tasks; using MessagePack; using WestRpc;
            namespace {{name}};
            {{declarations}}
            public static partial class Work
            {

            """);
        for (int i = 0; i < types.Length; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $$"""
                    [WorkTask] private static {{types[i]}} Echo{{i}}({{types[i]}} value) => value;
                    public static async Task<object?> Run{{i}}(IWorkManager work, {{types[i]}} value) => await Echo{{i}}Task.SubmitAsync(work, value);

                """);
        }

        return source.Append("}\n").ToString();
    }
}
