using Microsoft.CodeAnalysis;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Parsing;

/// <summary>
/// Finds out how each type that a task sends is written. Starts from parameters and result and follows members and
/// elements; says which member is to blame where there is no way.
/// </summary>
internal sealed partial class ShapeBuilder(INamedTypeSymbol container)
{
    // Deeper than anybody nests types by hand: an endless number of them, as in record Grow<T>(Grow<List<T>>? Next).
    private const int MaxOpen = 200;

    // The same where each of them is several of the one before, as in record Grow<T>(Grow<(T, T)>? Next).
    private const int MaxNames = 250;

    private readonly IAssemblySymbol here = container.ContainingAssembly;
    private readonly List<ShapeModel?> shapes = [];
    private readonly Dictionary<(ITypeSymbol Type, bool Standard), int> known = new(new TypeComparer());
    private readonly HashSet<int> open = [];
    private readonly HashSet<int> recursive = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<string> contract = [];
    private readonly SortedSet<string> experimental = new(StringComparer.Ordinal);
    private string root = "";

    /// <summary>What could not be sent and why, the last time; null where all could.</summary>
    public string? Blame { get; private set; }

    /// <summary>The type whose declaration is to blame.</summary>
    public ITypeSymbol? Culprit { get; private set; }

    /// <summary>Whether a type was reached that the compiler does not know either.</summary>
    public bool IsUnresolved { get; private set; }

    public EquatableArray<ShapeModel> Shapes =>
        new([.. shapes.Select((s, i) => s! with { IsRecursive = recursive.Contains(i) })]);

    /// <summary>A line for each type reached, in the order in which they were.</summary>
    public IReadOnlyList<string> Contract => contract;

    /// <summary>The ids under which the compiler complains of what is used.</summary>
    public IEnumerable<string> Experimental => experimental;

    /// <summary>The index of a type's shape; −1 where it can't be sent.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">How it was reached, for the message: <c>segment.Bonds[]</c>.</param>
    public int Add(ITypeSymbol type, string path)
    {
        Blame = null;
        Culprit = null;
        root = path;
        return Add(type, path, standard: false);
    }

    private int Add(ITypeSymbol type, string path, bool standard)
    {
        if (TypeNames.IsLarger(type, MaxNames))
            return TooDeep();
        type = TypeNames.Bare(type);
        standard |= MessagePackMembers.ObjectAttribute(type) is not null || Unions.IsUnion(type);
        if (known.TryGetValue((type, standard), out int index))
        {
            if (open.Contains(index))
                recursive.Add(index);
            return index;
        }

        if (open.Count >= MaxOpen)
            return TooDeep();
        index = shapes.Count;
        shapes.Add(null);
        known.Add((type, standard), index);
        open.Add(index);
        shapes[index] = Build(type, path, standard);
        open.Remove(index);
        if (shapes[index] is not null)
            return index;

        // Met again it is refused again, with the path on which it was.
        known.Remove((type, standard));
        Culprit ??= type;
        return -1;
    }

    /// <param name="type">The type.</param>
    /// <param name="path">How it was reached.</param>
    /// <param name="standard">Whether it is inside a <c>[MessagePackObject]</c>, whose bytes are MessagePack-CSharp's.</param>
    private ShapeModel? Build(ITypeSymbol type, string path, bool standard)
    {
        if (IsUnknown(type))
        {
            IsUnresolved = true;
            return null;
        }

        if (Unsendable.IsFileLocal(type))
            return Refuse(path, type, "can be seen in its own file only, and generated code is in another: make it internal");
        if (type is INamedTypeSymbol { SpecialType: SpecialType.None } declared && Ban(declared) is { } ban)
            return Refuse(path, type, ban);
        if (Formatters.OfType(type, container, out string blame) is { } formatter)
        {
            // Only its name can be known: what it writes is its own affair.
            contract.Add($"{type.ToCanonical()} by {formatter.Type.ToCanonical()}");
            return BuildFormatted(type, formatter);
        }

        if (blame.Length > 0)
            return Refuse(path + blame);
        if (LeafTypes.Find(type, standard) is { } leaf)
        {
            if (type.TypeKind == TypeKind.Enum)
                DescribeEnum((INamedTypeSymbol)type);
            return Shape(ShapeKind.Leaf, type) with { Write = leaf.Write, Read = leaf.Read };
        }

        if (ProcessBound.Reason(type) is { } bound)
            return Refuse(path, type, bound);
        if (type is IArrayTypeSymbol array)
            return WithInner(ShapeKind.Collection, array, CollectionTypes.Of(array), (array.ElementType, path + "[]", standard));
        if (type is not INamedTypeSymbol named)
            return Refuse(path, type, "is no type that can be sent");
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return BuildNullable(named, path, standard);
        if (CollectionTypes.Find(named) is { } collection)
        {
            return named.TypeArguments.Length == 2
                ? WithInner(
                    ShapeKind.Dictionary, named, collection,
                    (named.TypeArguments[0], path + ".Keys[]", standard), (named.TypeArguments[1], path + ".Values[]", standard))
                : WithInner(ShapeKind.Collection, named, collection, (named.TypeArguments[0], path + "[]", standard));
        }

        if (named.IsTupleType)
            return BuildTuple(named, path, standard);
        if (Unions.IsUnion(named))
            return BuildUnion(named, path);
        if (MessagePackMembers.ObjectAttribute(named) is { } attribute)
            return BuildMessagePackObject(named, attribute, path);
        return Unsendable.Reason(named, here) is { } reason ? Refuse(path, named, reason) : BuildObject(named, path);
    }

    /// <summary>Why generated code may not use a type; null where it may.</summary>
    private string? Ban(INamedTypeSymbol type)
    {
        if (!Visibility.CanName(type, container))
            return "can't be named by generated code: make it internal or public";
        if (UseMarks.IsForbidden(type, container))
            return "is [Obsolete] as an error, so generated code can't use it either";
        experimental.UnionWith(UseMarks.ExperimentalIds(type));
        return null;
    }

    private ShapeModel BuildFormatted(ITypeSymbol type, Formatter formatter) =>
        Shape(formatter.IsOurs && type.IsReferenceType ? ShapeKind.Formatted : ShapeKind.Leaf, type) with
        {
            Write = formatter.Write,
            Read = formatter.Read,
        };

    private ShapeModel? BuildNullable(INamedTypeSymbol nullable, string path, bool standard)
    {
        ITypeSymbol inner = nullable.TypeArguments[0];
        return inner.Name is "ImmutableArray" or "ArraySegment" && CollectionTypes.Find((INamedTypeSymbol)inner) is not null
            ? Refuse(path, nullable, "can be nothing in two ways, which are one on the wire: leave the '?' out")
            : WithInner(ShapeKind.Nullable, nullable, null, (inner, path, standard));
    }

    private ShapeModel? WithInner(
        ShapeKind kind, ITypeSymbol type, CollectionModel? collection, params (ITypeSymbol Type, string Path, bool Standard)[] inner)
    {
        ShapeModel shape = Shape(kind, type);
        int[] indices = new int[inner.Length];
        for (int i = 0; i < inner.Length; i++)
        {
            indices[i] = Add(inner[i].Type, inner[i].Path, inner[i].Standard);
            if (indices[i] < 0)
                return null;
        }

        return shape with { Collection = collection, Inner = new(indices) };
    }

    private ShapeModel Shape(ShapeKind kind, ITypeSymbol type)
    {
        string name = kind == ShapeKind.Leaf ? "" : TypeNames.ToIdentifier(type);
        string unique = name;
        for (int i = 2; kind != ShapeKind.Leaf && !names.Add(unique); i++)
            unique = name + i;
        return new ShapeModel(kind, type.ToBareSource(), unique, type.IsReferenceType);
    }

    private void Describe(INamedTypeSymbol type, IEnumerable<Member> members, Func<Member, string> name) => contract.Add(
        $"{type.ToCanonical()}({string.Join(", ", members.Select(m => $"{m.Type.ToCanonical()} {name(m)}{By(m)}"))})");

    private string By(Member member) => Formatters.OfSymbol(member.Symbol, member.Type, container, out _) is { } formatter
        ? $" by {formatter.Type.ToCanonical()}"
        : "";

    private void DescribeEnum(INamedTypeSymbol type)
    {
        IEnumerable<string> values = type.GetMembers().OfType<IFieldSymbol>()
            .Where(static f => f.HasConstantValue)
            .Select(static f => FormattableString.Invariant($"{f.Name} = {f.ConstantValue}"));
        contract.Add($"enum {type.ToCanonical()} : {type.EnumUnderlyingType!.ToCanonical()} {{ {string.Join(", ", values)} }}");
    }

    private int TooDeep()
    {
        Refuse($"{root} contains types in one another without an end, or more than {MaxOpen} deep: send a list instead");
        return -1;
    }

    private static bool IsUnknown(ITypeSymbol type) => type.WithBases().Any(static t => t.TypeKind == TypeKind.Error);

    private ShapeModel? Refuse(string path, ITypeSymbol type, string reason) =>
        Refuse($"{path}, of type {type.ToCanonical()}, {reason}");

    private ShapeModel? Refuse(string blame)
    {
        Blame ??= blame;
        return null;
    }

    /// <summary>Two types are one if their text is: <c>List&lt;string&gt;</c> and <c>List&lt;string?&gt;</c> are two.</summary>
    private sealed class TypeComparer : IEqualityComparer<(ITypeSymbol Type, bool Standard)>
    {
        public bool Equals((ITypeSymbol Type, bool Standard) x, (ITypeSymbol Type, bool Standard) y) =>
            x.Standard == y.Standard && SymbolEqualityComparer.IncludeNullability.Equals(x.Type, y.Type);

        public int GetHashCode((ITypeSymbol Type, bool Standard) key) => SymbolEqualityComparer.Default.GetHashCode(key.Type);
    }
}
