using System.Globalization;
using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>A member of a <c>[MessagePackObject]</c> and its key: a number or a name.</summary>
internal sealed record KeyedMember(Member Member, int Number, string? Name)
{
    public string Key => Name ?? Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Reads MessagePack-CSharp's attributes: what is sent, under which keys.</summary>
internal static class MessagePackMembers
{
    private const string Prefix = "MessagePack.";

    public static AttributeData? ObjectAttribute(ITypeSymbol type) => Find(type, "MessagePackObjectAttribute");

    public static AttributeData? Find(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == Prefix + name);

    /// <summary>Null, and <paramref name="blame"/> says why.</summary>
    public static IReadOnlyList<KeyedMember>? Find(INamedTypeSymbol type, AttributeData attribute, out string blame)
    {
        blame = "";
        bool namesAsKeys = Argument(attribute) is true;
        var found = new List<KeyedMember>();
        foreach ((ISymbol symbol, Member member, bool isPublic) in Candidates(type))
        {
            object? key = Argument(Find(symbol, "KeyAttribute"));
            if (key is null && !isPublic)
                continue;
            if (key is null && !namesAsKeys)
                blame = $".{symbol.Name} has neither [Key] nor [IgnoreMember]: give it one of them";
            else if (!isPublic)
                blame = $".{symbol.Name} has a [Key] but can't be read from outside of its type: make it public";
            if (blame.Length > 0)
                return null;
            found.Add(new KeyedMember(member, key as int? ?? -1, key as string ?? (key is null ? symbol.Name : null)));
        }

        blame = Confusion(found);
        return blame.Length > 0 ? null : found;
    }

    /// <summary>The first argument; null also where it is not written yet, or is no value.</summary>
    private static object? Argument(AttributeData? attribute) =>
        attribute?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive } argument ? argument.Value : null;

    /// <summary>What MessagePack-CSharp refuses when it runs.</summary>
    private static string Confusion(List<KeyedMember> found)
    {
        if (found.Any(static m => m.Name is null) && found.Any(static m => m.Name is not null))
            return " mixes numbers and names as keys: use one kind";
        if (found.FirstOrDefault(static m => m.Name is null && m.Number < 0) is { } negative)
            return $".{negative.Member.Name} has the key {negative.Key}: keys begin at 0";
        if (found.GroupBy(static m => m.Key).FirstOrDefault(static g => g.Count() > 1) is { } keys)
            return $".{keys.Last().Member.Name} has the key {keys.Key}, which another member has already: give it one of its own";
        return found.GroupBy(static m => m.Member.Name).FirstOrDefault(static g => g.Count() > 1) is { } names
            ? $".{names.Key} hides another {names.Key}: give it a name of its own"
            : "";
    }

    /// <summary>Derived types first; what they override is seen once.</summary>
    private static IEnumerable<(ISymbol Symbol, Member Member, bool IsPublic)> Candidates(INamedTypeSymbol type)
    {
        HashSet<string> overridden = [];
        for (INamedTypeSymbol? t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            HashSet<string> above = [.. overridden];
            foreach (ISymbol symbol in t.GetMembers())
            {
                if (above.Contains(symbol.Name) || AsMember(symbol) is not { } member || Find(symbol, "IgnoreMemberAttribute") is not null)
                    continue;
                if (symbol.IsOverride)
                    overridden.Add(symbol.Name);
                bool isPublic = symbol.DeclaredAccessibility == Accessibility.Public &&
                    symbol is not IPropertySymbol { GetMethod.DeclaredAccessibility: not Accessibility.Public };
                yield return (symbol, member, isPublic);
            }
        }
    }

    private static Member? AsMember(ISymbol symbol) => symbol switch
    {
        IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } p =>
            p.Name == "EqualityContract" ? null : new Member(p, p.Type, p.SetMethod is { DeclaredAccessibility: Accessibility.Public }),
        IFieldSymbol { IsStatic: false, IsConst: false, IsImplicitlyDeclared: false, AssociatedSymbol: null } f =>
            new Member(f, f.Type, f is { IsReadOnly: false, DeclaredAccessibility: Accessibility.Public }),
        _ => null,
    };
}
