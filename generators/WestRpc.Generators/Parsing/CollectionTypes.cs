using Microsoft.CodeAnalysis;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Parsing;

/// <summary>The collections that are known: how they are written, and what is made on the other side.</summary>
internal sealed class CollectionTypes
{
    private const string Format = "global::WestRpc.Wire.WireFormat.";
    private const string Generic = "global::System.Collections.Generic.";
    private const string Immutable = "global::System.Collections.Immutable.";
    private const string Frozen = "global::System.Collections.Frozen.";

    private readonly string type;
    private readonly string items;
    private readonly bool isSealed;

    private CollectionTypes(ITypeSymbol type, IEnumerable<ITypeSymbol> items)
    {
        this.type = type.ToBareSource();
        isSealed = type.IsSealed;
        this.items = string.Join(", ", items.Select(static i => i.ToSource()));
    }

    private string NewArray => $"global::System.GC.AllocateArray<{items}>(count)";

    /// <summary>Of an array of any rank.</summary>
    public static CollectionModel Of(IArrayTypeSymbol array)
    {
        var known = new CollectionTypes(array, [array.ElementType]);

        // A method makes it, since 'new' would need the count between the brackets of the element's type.
        return array.IsSZArray
            ? new(Header("value.Length"), Begin(known.NewArray), "items[i] = {0};")
            : new(
                $"{Format}WriteGridHeader(ref writer, value);",
                $"var items = {Format}ReadGridHeader<{known.type}, {known.items}>(ref reader, out var cells);",
                "cells[i] = {0};", Count: "cells.Length");
    }

    /// <summary>Null where the type is no known collection.</summary>
    public static CollectionModel? Find(INamedTypeSymbol type)
    {
        if (type.ContainingType is not null || !type.IsGenericType)
            return null;
        var known = new CollectionTypes(type, type.TypeArguments);
        return (type.ContainingNamespace.ToDisplayString(), type.Arity) switch
        {
            ("System", 1) => known.Memory(type.Name),
            ("System.Collections.Generic", 1) => known.Sequence(type.Name),
            ("System.Collections.Generic", 2) => known.Dictionary(type.Name),
            ("System.Collections.ObjectModel", 1) when type.Name == "ReadOnlyCollection" =>
                known.Exact($"new {Generic}List<{known.items}>(count)", result: $"new {known.type}(items)"),
            ("System.Collections.Concurrent", 1) => known.Concurrent(type.Name),
            ("System.Collections.Concurrent", 2) when type.Name == "ConcurrentDictionary" => known.ConcurrentDictionary(),
            ("System.Collections.Immutable", 1) => known.ImmutableSequence(type.Name),
            ("System.Collections.Immutable", 2) => known.ImmutableDictionary(type.Name),
            ("System.Collections.Frozen", 1) => known.FrozenSet(),
            ("System.Collections.Frozen", 2) => known.FrozenDictionary(),
            _ => null,
        };
    }

    private CollectionModel? Memory(string name) => name switch
    {
        "Memory" or "ReadOnlyMemory" => new(Header("value.Length"), Begin(NewArray), "items[i] = {0};", "value.Span"),
        "ArraySegment" => new(
            Header("value.Count"), Begin(NewArray), "items[i] = {0};", Result: $"new {type}(items)", Absence: "value.Array is null"),
        _ => null,
    };

    private CollectionModel? Sequence(string name) => name switch
    {
        "List" => Exact($"new {type}(count)"),
        "IList" or "ICollection" or "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection" => Any($"new {Generic}List<{items}>(count)"),
        "HashSet" => Exact($"new {type}(count)", "Comparer"),
        "ISet" or "IReadOnlySet" => Any($"new {Generic}HashSet<{items}>(count)", check: "CheckComparerOfSet"),
        "SortedSet" => Exact($"new {type}()", "Comparer"),
        "Queue" => Exact($"new {type}(count)", add: "items.Enqueue({0});"),
        "Stack" => Exact(NewArray, add: FromTheTop, result: $"new {type}(items)"),
        "LinkedList" => Exact($"new {type}()", add: "items.AddLast({0});"),
        _ => null,
    };

    // A stack is written from its top, and made from its bottom.
    private static string FromTheTop => "items[count - 1 - i] = {0};";

    private CollectionModel? Dictionary(string name) => name switch
    {
        "Dictionary" => ExactMap($"new {type}(count)", "Comparer"),
        "IDictionary" or "IReadOnlyDictionary" => AnyMap($"new {Generic}Dictionary<{items}>(count)"),
        "SortedDictionary" => ExactMap($"new {type}()", "Comparer"),
        "SortedList" => ExactMap($"new {type}(count)", "Comparer"),
        _ => null,
    };

    // Others may change it meanwhile, so it is copied first.
    private CollectionModel? Concurrent(string name) => name switch
    {
        "ConcurrentQueue" => Copied($"new {type}()", "items.Enqueue({0});"),
        "ConcurrentBag" => Copied($"new {type}()", "items.Add({0});"),
        "ConcurrentStack" => Copied(NewArray, FromTheTop, $"new {type}(items)"),
        _ => null,
    };

    private CollectionModel ConcurrentDictionary() => new(
        $"{CheckType()}{CheckComparer("Comparer")}var items = value.ToArray();\n{Header("items.Length", isMap: true)}",
        Begin($"new {type}()", isMap: true), $"(({Generic}IDictionary<{items}>)items).Add({{0}}, {{1}});", "items");

    private CollectionModel? ImmutableSequence(string name) => name switch
    {
        "ImmutableArray" => new(
            Header("value.Length"), Begin($"{Immutable}ImmutableArray.CreateBuilder<{items}>(count)"), "items.Add({0});",
            Result: "items.MoveToImmutable()", Absence: "value.IsDefault"),
        "ImmutableList" => Built(name),
        "ImmutableHashSet" or "ImmutableSortedSet" => Built(name, "KeyComparer"),
        "ImmutableQueue" => Any(NewArray, "items[i] = {0};", $"{Immutable}ImmutableQueue.Create(items)"),
        "ImmutableStack" => Any(NewArray, FromTheTop, $"{Immutable}ImmutableStack.Create(items)"),
        "IImmutableList" => Any($"{Immutable}ImmutableList.CreateBuilder<{items}>()", result: "items.ToImmutable()"),
        "IImmutableSet" => Any(
            $"{Immutable}ImmutableHashSet.CreateBuilder<{items}>()", result: "items.ToImmutable()", check: "CheckComparerOfSet"),
        _ => null,
    };

    private CollectionModel? ImmutableDictionary(string name) => name switch
    {
        "ImmutableDictionary" or "ImmutableSortedDictionary" => ExactMap(
            $"{Immutable}{name}.CreateBuilder<{items}>()", "KeyComparer", "ValueComparer") with { Result = "items.ToImmutable()" },
        "IImmutableDictionary" => AnyMap($"{Immutable}ImmutableDictionary.CreateBuilder<{items}>()") with { Result = "items.ToImmutable()" },
        _ => null,
    };

    private CollectionModel Built(string name, params string[] comparers) =>
        Exact($"{Immutable}{name}.CreateBuilder<{items}>()", comparers.FirstOrDefault(), result: "items.ToImmutable()");

    // Their own types are hidden ones, each for some kind of key: there is nothing to compare with.
    private CollectionModel FrozenSet() => new(
        $"{CheckComparer("Comparer")}{Header("value.Count")}", Begin($"new {Generic}List<{items}>(count)"), "items.Add({0});",
        Result: $"{Frozen}FrozenSet.ToFrozenSet(items)");

    private CollectionModel FrozenDictionary() => new(
        $"{CheckComparer("Comparer")}{Header("value.Count", isMap: true)}", Begin($"new {Generic}Dictionary<{items}>(count)", isMap: true),
        "items.Add({0}, {1});", Result: $"{Frozen}FrozenDictionary.ToFrozenDictionary(items)");

    /// <summary>A class, whose derived ones are not sent.</summary>
    private CollectionModel Exact(string creation, string? comparer = null, string add = "items.Add({0});", string result = "items") => new(
        $"{CheckType()}{(comparer is null ? "" : CheckComparer(comparer))}{Header("value.Count")}", Begin(creation), add, Result: result);

    private CollectionModel ExactMap(string creation, params string[] comparers) => new(
        $"{CheckType()}{string.Concat(comparers.Select(CheckComparer))}{Header("value.Count", isMap: true)}",
        Begin(creation, isMap: true), "items.Add({0}, {1});");

    /// <summary>An interface, whose implementation may not know its count.</summary>
    private static CollectionModel Any(string creation, string add = "items.Add({0});", string result = "items", string? check = null) => new(
        $"{(check is null ? "" : $"{Format}{check}(value);\n")}var items = {Format}Counted(value);\n{Header("items.Count")}",
        Begin(creation), add, "items", Result: result);

    private static CollectionModel AnyMap(string creation) => new(
        $"{Format}CheckComparerOfDictionary(value);\nvar items = {Format}Counted(value);\n{Header("items.Count", isMap: true)}",
        Begin(creation, isMap: true), "items.Add({0}, {1});", "items");

    private CollectionModel Copied(string creation, string add, string result = "items") => new(
        $"{CheckType()}var items = value.ToArray();\n{Header("items.Length")}", Begin(creation), add, "items", Result: result);

    private string CheckType() => isSealed ? "" : $"{Format}CheckType(value, typeof({type}));\n";

    private static string CheckComparer(string property) => $"{Format}CheckComparer(value, value.{property});\n";

    private static string Header(string count, bool isMap = false) => $"writer.Write{(isMap ? "Map" : "Array")}Header({count});";

    private static string Begin(string creation, bool isMap = false) =>
        $"int count = reader.Read{(isMap ? "Map" : "Array")}Header();\nvar items = {creation};";
}
