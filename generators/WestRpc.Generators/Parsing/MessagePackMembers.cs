using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>A member of a <c>[MessagePackObject]</c> and its key: a number or a name.</summary>
internal sealed record KeyedMember(Member Member, int Number, string? Name);

/// <summary>Reads MessagePack-CSharp's attributes: what is sent, under which keys.</summary>
internal static class MessagePackMembers
{
    private const string Prefix = "MessagePack.";

    public static AttributeData? ObjectAttribute(ITypeSymbol type) => Find(type, "MessagePackObjectAttribute");

    /// <summary>Null, and <paramref name="blame"/> says why.</summary>
    public static IReadOnlyList<KeyedMember>? Find(INamedTypeSymbol type, AttributeData attribute, out string blame)
    {
        blame = "";
        bool namesAsKeys = attribute.ConstructorArguments.FirstOrDefault().Value is true;
        var found = new List<KeyedMember>();
        for (INamedTypeSymbol? t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            foreach (ISymbol symbol in t.GetMembers())
            {
                if (AsMember(symbol) is not { } member || Find(symbol, "IgnoreMemberAttribute") is not null)
                    continue;
                object? key = Find(symbol, "KeyAttribute")?.ConstructorArguments[0].Value;
                if (key is null && !namesAsKeys)
                {
                    if (symbol.DeclaredAccessibility != Accessibility.Public)
                        continue;
                    blame = $".{symbol.Name} has neither [Key] nor [IgnoreMember]";
                    return null;
                }

                if (key is null && symbol.DeclaredAccessibility != Accessibility.Public)
                    continue;
                found.Add(new KeyedMember(member, key as int? ?? -1, key as string ?? (key is null ? symbol.Name : null)));
            }
        }

        if (found.Any(static m => m.Name is null) && found.Any(static m => m.Name is not null))
        {
            blame = " mixes numbers and names as keys";
            return null;
        }

        return found;
    }

    private static Member? AsMember(ISymbol symbol) => symbol switch
    {
        IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null } p =>
            p.Name == "EqualityContract" ? null : new Member(p, p.Type, p.SetMethod is { DeclaredAccessibility: Accessibility.Public }),
        IFieldSymbol { IsStatic: false, IsConst: false, IsImplicitlyDeclared: false, AssociatedSymbol: null } f =>
            new Member(f, f.Type, f is { IsReadOnly: false, DeclaredAccessibility: Accessibility.Public }),
        _ => null,
    };

    private static AttributeData? Find(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == Prefix + name);
}
