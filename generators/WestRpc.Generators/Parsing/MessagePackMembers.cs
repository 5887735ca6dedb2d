using System.Globalization;
using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>A member of a <c>[MessagePackObject]</c> and its key: a number or a name.</summary>
internal sealed record KeyedMember(Member Member, int Number, string? Name)
{
    public string Key => Name ?? Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Reads MessagePack-CSharp's attributes, and those of data contracts, which it takes too: what is sent, under which keys.</summary>
internal static class MessagePackMembers
{
    // Each call sends a nil for each number that no member has.
    public const int MaxKey = 9999;

    private const string Contracts = "System.Runtime.Serialization";

    public static AttributeData? ObjectAttribute(ITypeSymbol type) =>
        Find(type, "MessagePackObjectAttribute") ??
        (type.TypeKind is TypeKind.Class or TypeKind.Struct ? FindIn(Contracts, type, "DataContractAttribute") : null);

    public static AttributeData? Find(ISymbol symbol, string name) => FindIn("MessagePack", symbol, name);

    /// <summary>In the order in which they are written. Null, and <paramref name="blame"/> says why.</summary>
    public static IReadOnlyList<KeyedMember>? Find(INamedTypeSymbol type, AttributeData attribute, IAssemblySymbol here, out string blame)
    {
        bool isContract = attribute.AttributeClass!.Name == "DataContractAttribute";
        bool namesAsKeys = !isContract && Argument(attribute) is true;
        var found = new List<KeyedMember>();
        foreach (ISymbol symbol in Candidates(type, namesAsKeys).Where(static s => !IsIgnored(s)))
        {
            object? key = namesAsKeys ? symbol.Name : isContract ? ContractKey(symbol) : Argument(Inherited(symbol, "KeyAttribute"));
            bool isPublic = symbol.DeclaredAccessibility == Accessibility.Public &&
                symbol is not IPropertySymbol { GetMethod.DeclaredAccessibility: not Accessibility.Public };
            if ((key is null || namesAsKeys) && (!isPublic || isContract))
                continue;
            Member member = AsMember(symbol, here);
            if (namesAsKeys && member.IsComputed)
                continue; // Written with a [Key] of its own only.
            blame = key is null ? $".{symbol.Name} has neither [Key] nor [IgnoreMember]: give it one of them"
                : !isPublic ? $".{symbol.Name} has a {(isContract ? "[DataMember]" : "[Key]")} but can't be read from outside of its type: make it public"
                : "";
            if (blame.Length > 0)
                return null;
            found.Add(new KeyedMember(member, key as int? ?? -1, key as string));
        }

        blame = Confusion(found);
        return blame.Length > 0 ? null
            : found.Any(static m => m.Name is not null) ? found
            : [.. found.OrderBy(static m => m.Number)];
    }

    private static AttributeData? FindIn(string space, ISymbol symbol, string name) => symbol.AttributesNamed(space, name).FirstOrDefault();

    private static AttributeData? Inherited(ISymbol symbol, string name) =>
        Find(symbol, name) ?? ((symbol as IPropertySymbol)?.OverriddenProperty is { } overridden ? Inherited(overridden, name) : null);

    private static bool IsIgnored(ISymbol symbol) =>
        Inherited(symbol, "IgnoreMemberAttribute") is not null ||
        FindIn(Contracts, symbol, "IgnoreDataMemberAttribute") is not null ||
        FindIn("System", symbol, "NonSerializedAttribute") is not null;

    /// <summary>The first argument; null also where it is not written yet, or is no value.</summary>
    private static object? Argument(AttributeData? attribute) =>
        attribute?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive } argument ? argument.Value : null;

    private static object? ContractKey(ISymbol symbol)
    {
        if (FindIn(Contracts, symbol, "DataMemberAttribute") is not { } attribute)
            return null;
        object? Named(string name) => attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value;
        return Named("Order") is int order and not -1 ? order : Named("Name") ?? symbol.Name;
    }

    /// <summary>What MessagePack-CSharp refuses when it runs.</summary>
    private static string Confusion(List<KeyedMember> found)
    {
        if (found.Any(static m => m.Name is null) && found.Any(static m => m.Name is not null))
            return " mixes numbers and names as keys: use one kind";
        if (found.FirstOrDefault(static m => m.Name is null && m.Number < 0) is { } negative)
            return $".{negative.Member.Name} has the key {negative.Key}: keys begin at 0";
        if (found.FirstOrDefault(static m => m.Number > MaxKey) is { } large)
            return $".{large.Member.Name} has the key {large.Key}, and each number below it takes a byte: give it one up to {MaxKey}";
        if (found.GroupBy(static m => m.Member.Name).FirstOrDefault(static g => g.Count() > 1) is { } names)
            return $".{names.Key} hides another {names.Key}: give it a name of its own";
        return found.GroupBy(static m => m.Key).FirstOrDefault(static g => g.Count() > 1) is { } keys
            ? $".{keys.Last().Member.Name} has the key {keys.Key}, which another member has already: give it one of its own"
            : "";
    }

    /// <summary>
    /// Properties before fields and base types first, as MessagePack-CSharp writes them; where names are keys the fields of a
    /// type come before the next type.
    /// </summary>
    private static IEnumerable<ISymbol> Candidates(INamedTypeSymbol type, bool namesAsKeys)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (INamedTypeSymbol? t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
            types.Push(t);
        ISymbol[] all = [.. types.SelectMany(static t => t.GetMembers().Where(IsCandidate).OrderBy(static m => m is IFieldSymbol))];
        if (namesAsKeys)
            return all.Where(s => !all.Any(o => Overrides(o, s)));

        // What is overridden keeps the place of what it overrides.
        return all.Where(s => !all.Any(o => Overrides(s, o)))
            .Select(s => all.LastOrDefault(o => Overrides(o, s)) ?? s)
            .OrderBy(static m => m is IFieldSymbol);
    }

    private static bool Overrides(ISymbol symbol, ISymbol other)
    {
        for (IPropertySymbol? p = (symbol as IPropertySymbol)?.OverriddenProperty; p is not null; p = p.OverriddenProperty)
        {
            if (SymbolEqualityComparer.Default.Equals(p, other))
                return true;
        }

        return false;
    }

    private static bool IsCandidate(ISymbol symbol) => symbol switch
    {
        IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } p => p.Name != "EqualityContract" && p.CanBeReferencedByName,
        IFieldSymbol { IsStatic: false, IsConst: false, IsImplicitlyDeclared: false, AssociatedSymbol: null } => true,
        _ => false,
    };

    private static Member AsMember(ISymbol symbol, IAssemblySymbol here) => symbol is IPropertySymbol p
        ? new Member(p, p.Type, p.SetMethod is { DeclaredAccessibility: Accessibility.Public }, IsComputed(p, here))
        : new Member(symbol, ((IFieldSymbol)symbol).Type, symbol is IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: Accessibility.Public });

    /// <summary>Whether it has no field, so that nothing is lost where it is not set; of another assembly that is not known.</summary>
    private static bool IsComputed(IPropertySymbol property, IAssemblySymbol here) =>
        property.SetMethod is null && !property.IsAbstract && SymbolEqualityComparer.Default.Equals(property.ContainingAssembly, here) &&
        !property.HasField();
}
