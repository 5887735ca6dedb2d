using System.Globalization;
using System.Text;

namespace WestRpc.Generators.Tests.Fuzzing;

/// <summary>
/// Types that a task may send, from a seed, nested in one another at random. A kind of type is an entry of the table, and nothing
/// else: what is added there is fuzzed.
/// </summary>
internal sealed class TypeGrammar(Random seeded)
{
    private const int DeepestNesting = 3;

    private static readonly string[] Numbers = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "float", "double"];

    private static readonly string[] EnumTypes = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong"];

    private static readonly string[] Values =
    [
        .. Numbers, "bool", "char", "decimal", "Half", "Int128", "UInt128", "BigInteger", "Complex", "Vector2", "Vector3", "Vector4",
        "Quaternion", "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "DayOfWeek",
    ];

    private static readonly string[] References = ["string", "string", "Uri", "Version", "byte[]"];

    private static readonly string[] Keys = ["int", "string", "Guid", "char", "ulong", "DayOfWeek", "DateOnly", "decimal", "(int, string)"];

    private static readonly string[] Concurrent = ["ConcurrentQueue", "ConcurrentStack", "ConcurrentBag"];

    private static readonly string[] Immutable = ["ImmutableArray", "ImmutableList", "ImmutableQueue", "ImmutableStack", "IImmutableList"];

    private static readonly string[] ImmutableSets = ["ImmutableHashSet", "ImmutableSortedSet", "IImmutableSet", "FrozenSet"];

    private static readonly string[] ImmutableDictionaries =
        ["ImmutableDictionary", "ImmutableSortedDictionary", "IImmutableDictionary", "FrozenDictionary"];

    // What MessagePack-CSharp has bytes of its own for.
    private static readonly string[] InMessagePack =
    [
        .. Numbers, "bool", "char", "decimal", "Half", "BigInteger", "Complex", "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "DateOnly",
        "TimeOnly", "DayOfWeek", "string", "string?", "Uri", "Version", "byte[]", "int?", "double?", "DateTime?",
    ];

    /// <summary>Each kind: how often it comes up, and its text; those that nest ask for the types inside.</summary>
    private static readonly Kind[] Kinds =
    [
        // As they are.
        new(10, static g => g.Pick(Values)),
        new(4, static g => g.Pick(References)),
        new(3, static g => g.Pick(Values) + "?"),
        new(2, static g => g.Pick(References) + "?"),
        new(4, static g => g.Pick(Numbers) + "[]"),

        // Collections.
        new(3, static g => g.Next() + "[]"),
        new(1, static g => g.Next() + "[][]"),
        new(3, static g => $"List<{g.Next()}>"),
        new(1, static g => $"IList<{g.Next()}>"),
        new(1, static g => $"ICollection<{g.Next()}>"),
        new(1, static g => $"IEnumerable<{g.Next()}>"),
        new(1, static g => $"IReadOnlyList<{g.Next()}>"),
        new(1, static g => $"IReadOnlyCollection<{g.Next()}>"),
        new(2, static g => $"HashSet<{g.Pick(Keys)}>"),
        new(1, static g => $"ISet<{g.Pick(Keys)}>"),
        new(1, static g => $"IReadOnlySet<{g.Pick(Keys)}>"),
        new(3, static g => $"Dictionary<{g.Pick(Keys)}, {g.Next()}>"),
        new(1, static g => $"IDictionary<{g.Pick(Keys)}, {g.Next()}>"),
        new(1, static g => $"IReadOnlyDictionary<{g.Pick(Keys)}, {g.Next()}>"),

        new(1, static g => $"{g.Next()}[,]"),
        new(1, static g => $"{g.Pick(Numbers)}[,,]"),
        new(2, static g => $"Memory<{g.Pick(Numbers)}>"),
        new(1, static g => $"ReadOnlyMemory<{g.Next()}>"),
        new(1, static g => $"ArraySegment<{g.Next()}>"),
        new(1, static g => $"Queue<{g.Next()}>"),
        new(1, static g => $"Stack<{g.Next()}>"),
        new(1, static g => $"LinkedList<{g.Next()}>"),
        new(1, static g => $"SortedSet<{g.Pick(Keys)}>"),
        new(1, static g => $"SortedDictionary<{g.Pick(Keys)}, {g.Next()}>"),
        new(1, static g => $"SortedList<{g.Pick(Keys)}, {g.Next()}>"),
        new(1, static g => $"System.Collections.ObjectModel.ReadOnlyCollection<{g.Next()}>"),
        new(2, static g => $"{g.Pick(Concurrent)}<{g.Next()}>"),
        new(1, static g => $"ConcurrentDictionary<{g.Pick(Keys)}, {g.Next()}>"),
        new(3, static g => $"{g.Pick(Immutable)}<{g.Next()}>"),
        new(2, static g => $"{g.Pick(ImmutableSets)}<{g.Pick(Keys)}>"),
        new(2, static g => $"{g.Pick(ImmutableDictionaries)}<{g.Pick(Keys)}, {g.Next()}>"),

        // Tuples.
        new(1, static g => $"Tuple<{g.Next()}, {g.Next()}>"),
        new(3, static g => $"({g.List(g.random.Next(2, 5), static g => g.Next())})"),
        new(1, static g => $"({g.List(9, static g => g.Pick(Values))})"),
        new(1, static g => $"KeyValuePair<{g.Next()}, {g.Next()}>"),

        // Types of the user's own.
        new(3, static g => g.Declare(static (g, name) => $"public enum {name} : {g.Pick(EnumTypes)} {{ None, A = 1, B = 5, Most = 127 }}")),
        new(4, static g => g.Declare(static (g, name) => $"public sealed record {name}({g.List(g.random.Next(1, 7), static (g, i) => $"{g.Next()} P{i}")});")),
        new(3, static g => g.Declare(static (g, name) => $"public readonly record struct {name}({g.List(g.random.Next(1, 5), static (g, i) => $"{g.Next()} P{i}")});")),
        new(1, static g => g.Declare(static (g, name) => $"public readonly record struct {name}({g.Next()} P);") + "?"),
        new(2, static g => g.Declare(static (g, name) => $"public struct {name} {{ {g.Members(static (t, i) => $"public {t} F{i};")} }}")),
        new(3, static g => g.Declare(static (g, name) => $"public class {name} {{ {g.Members(static (t, i) => $"public {t} P{i} {{ get; set; }} = default!;")} }}")),
        new(2, static g => g.Declare(static (g, name) => $"public sealed class {name} {{ {g.Members(static (t, i) => $"public required {t} P{i} {{ get; init; }}")} }}")),
        new(2, static g => g.Declare(static (g, name) => Constructed(name, g.Next(), g.Next()))),
        new(2, static g => g.Declare(static (g, name) => Derived(name, g.Next(), g.Next()))),
        new(2, static g => $"Pair<{g.Next()}, {g.Next()}>"),
        new(1, static g => $"Box<{g.Next()}>?"),
        new(2, static g => g.Declare(static (g, name) =>
            $"public sealed record {name}({g.Next()} P, {name}? Next, {name}?[] Array, List<{name}>? List, Dictionary<string, {name}>? Named);") + "?"),

        // Types of MessagePack-CSharp's.
        new(2, static g => g.Declare(static (g, name) => g.MessagePackObject(name, "", static i => $"[Key({(2 * i) + 1})]"))),
        new(1, static g => g.Declare(static (g, name) => g.MessagePackObject(name, "", static i => $"[Key(\"key {i}\")]"))),
        new(1, static g => g.Declare(static (g, name) => g.MessagePackObject(name, "keyAsPropertyName: true", static _ => ""))),
        new(2, static g => g.Declare(static (g, name) => Union(name, g.InMessagePackObject(), g.InMessagePackObject()))),
    ];

    private static readonly int WeightOfAll = Kinds.Sum(static k => k.Weight);

    private readonly StringBuilder declarations = new(
        """
        public sealed record Pair<A, B>(A First, B Second);
        public struct Box<T> { public T Value; }

        """);

    private readonly Random random = seeded;
    private int objects;
    private int nesting;

    private sealed record Kind(int Weight, Func<TypeGrammar, string> Write);

    /// <summary>The types that were declared on the way.</summary>
    public string Declarations => declarations.ToString();

    /// <summary>One more type, as it is written in C#.</summary>
    public string Next()
    {
        if (nesting >= DeepestNesting)
            return Pick(random.Next(2) == 0 ? Values : References);
        nesting++;
        int at = random.Next(WeightOfAll);
        string type = Kinds.First(k => (at -= k.Weight) < 0).Write(this);
        nesting--;
        return type;
    }

    private string Pick(string[] texts) => texts[random.Next(texts.Length)];

    private string List(int count, Func<TypeGrammar, string> item) => List(count, (g, _) => item(g));

    private string List(int count, Func<TypeGrammar, int, string> item) =>
        string.Join(", ", Enumerable.Range(0, count).Select(i => item(this, i)));

    private string Members(Func<string, int, string> member) =>
        string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(i => member(Next(), i)));

    private string Declare(Func<TypeGrammar, string, string> declaration)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"T{objects++}");
        string text = declaration(this, name);
        declarations.Append(text).Append('\n');
        return name;
    }

    private static string Constructed(string name, string a, string b) =>
        $"public sealed class {name}({a} a, {b} b) {{ public {a} A {{ get; }} = a; public {b} B {{ get; }} = b; public int C {{ get; set; }} }}";

    private static string Derived(string name, string p, string q) =>
        $"public abstract record {name}Base({q} Q);\npublic sealed record {name}({q} Q, {p} P) : {name}Base(Q);";

    private static string Union(string name, string a, string b) =>
        $$"""
        [Union(0, typeof({{name}}A))] [Union(7, typeof({{name}}B))] public interface {{name}};
        [MessagePackObject] public sealed class {{name}}A : {{name}} { [Key(0)] public {{a}} P { get; set; } = default!; [Key(1)] public {{name}}? Other { get; set; } }
        [MessagePackObject(true)] public sealed class {{name}}B : {{name}} { public {{b}} P { get; set; } = default!; }
        """;

    private string MessagePackObject(string name, string how, Func<int, string> key)
    {
        string members = string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(
            i => $"{key(i)} public {InMessagePackObject()} P{i} {{ get; set; }} = default!;"));
        return $"[MessagePackObject({how})] public sealed class {name} {{ {members} }}";
    }

    private string InMessagePackObject() => random.Next(6) switch
    {
        0 => $"{Pick(InMessagePack)}[]",
        1 => $"List<{Pick(InMessagePack)}>",
        2 => $"Dictionary<string, {Pick(InMessagePack)}>",
        _ => Pick(InMessagePack),
    };
}
