using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;

namespace WestRpc.Generators.Tests.Fuzzing;

/// <summary>Collections of any kind, made of their items.</summary>
internal static class FuzzCollections
{
    private static readonly Dictionary<string, Type> Interfaces = new(StringComparer.Ordinal)
    {
        ["IList`1"] = typeof(List<>),
        ["ICollection`1"] = typeof(List<>),
        ["IEnumerable`1"] = typeof(List<>),
        ["IReadOnlyList`1"] = typeof(List<>),
        ["IReadOnlyCollection`1"] = typeof(List<>),
        ["ISet`1"] = typeof(HashSet<>),
        ["IReadOnlySet`1"] = typeof(HashSet<>),
        ["IDictionary`2"] = typeof(Dictionary<,>),
        ["IReadOnlyDictionary`2"] = typeof(Dictionary<,>),
        ["IImmutableList`1"] = typeof(ImmutableList<>),
        ["IImmutableSet`1"] = typeof(ImmutableHashSet<>),
        ["IImmutableDictionary`2"] = typeof(ImmutableDictionary<,>),
    };

    public static bool IsSet(Type type) => type.Name.Contains("Set", StringComparison.Ordinal);

    public static bool IsDictionary(Type type) => type.GetGenericArguments().Length == 2;

    /// <summary>The type of the items; null where it is no collection.</summary>
    public static Type? ItemOf(Type type) =>
        type.Namespace is not { } space || !(space.StartsWith("System.Collections", StringComparison.Ordinal) || type.Name is "Memory`1" or "ReadOnlyMemory`1" or "ArraySegment`1")
            || type.Name == "KeyValuePair`2" ? null
        : IsDictionary(type) ? typeof(KeyValuePair<,>).MakeGenericType(type.GetGenericArguments())
        : type.GetGenericArguments()[0];

    public static object Of(Type type, Array items)
    {
        if (Interfaces.TryGetValue(type.Name, out Type? made))
            type = made.MakeGenericType(type.GetGenericArguments());
        Type[] inner = type.GetGenericArguments();
        if (type.Namespace == "System.Collections.Immutable")
            return Call(typeof(ImmutableArray).Assembly.GetType($"{type.Namespace}.{type.Name.Split('`')[0]}")!, "CreateRange", inner, items);
        if (type.Namespace == "System.Collections.Frozen")
            return inner.Length == 1
                ? Call(typeof(FrozenSet), "ToFrozenSet", inner, items, null)
                : Call(typeof(FrozenDictionary), "ToFrozenDictionary", inner, items, null);
        object source = type.Name is "SortedDictionary`2" or "SortedList`2"
            ? Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(inner), items)!
            : items;
        return Activator.CreateInstance(type, source)!;
    }

    private static object Call(Type type, string method, Type[] inner, params object?[] arguments) => type
        .GetMethods(BindingFlags.Static | BindingFlags.Public)
        .Where(m => m.Name == method && m.GetGenericArguments().Length == inner.Length && m.GetParameters().Length == arguments.Length)
        .Select(m => m.MakeGenericMethod(inner))
        .First(m => m.GetParameters()[0].ParameterType.Name == "IEnumerable`1" && m.GetParameters()[0].ParameterType.IsInstanceOfType(arguments[0]))
        .Invoke(null, arguments)!;
}
