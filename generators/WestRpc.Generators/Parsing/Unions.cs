using System.Globalization;
using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>One of the types that a union may be, and its key.</summary>
internal sealed record UnionCase(int Key, INamedTypeSymbol Type)
{
    public string KeyText => Key.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Reads MessagePack-CSharp's <c>[Union]</c> attributes.</summary>
internal static class Unions
{
    public static bool IsUnion(ITypeSymbol type) =>
        (type.TypeKind == TypeKind.Interface || type is { TypeKind: TypeKind.Class, IsAbstract: true }) && Attributes(type).Any();

    /// <summary>The cases, derived types before what they derive from; null, and <paramref name="blame"/> says why.</summary>
    public static IReadOnlyList<UnionCase>? Find(INamedTypeSymbol union, out string blame)
    {
        blame = "";
        var cases = new List<UnionCase>();
        foreach (AttributeData attribute in Attributes(union))
        {
            if (attribute.ConstructorArguments is not [{ Value: int key }, { Value: var value }])
                continue; // Still being typed.
            if (value is not INamedTypeSymbol { IsUnboundGenericType: false } type)
            {
                blame = $" has a [Union({key.ToString(CultureInfo.InvariantCulture)}, …)] that gives no closed type: give it typeof(…)";
                return null;
            }

            blame = Fault(union, new UnionCase(key, type), cases);
            if (blame.Length > 0)
                return null;
            cases.Add(new UnionCase(key, type));
        }

        return [.. cases.OrderByDescending(static c => c.Type.WithBases().Count()).ThenBy(static c => c.Key)];
    }

    private static string Fault(INamedTypeSymbol union, UnionCase one, List<UnionCase> others)
    {
        string type = one.Type.ToCanonical();
        if (others.Any(c => c.Key == one.Key))
            return $" has two [Union]s with the key {one.KeyText}";
        if (others.Any(c => SymbolEqualityComparer.Default.Equals(c.Type, one.Type)))
            return $" has two [Union]s for {type}";
        if (!one.Type.IsOrImplements(union))
            return $" has a [Union] for {type}, which is none: it must derive from {union.ToCanonical()}";
        return MessagePackMembers.ObjectAttribute(one.Type) is null || one.Type.IsAbstract
            ? $" has a [Union] for {type}, which must be a [MessagePackObject] that is not abstract"
            : "";
    }

    private static IEnumerable<AttributeData> Attributes(ITypeSymbol type) => type.AttributesNamed("MessagePack", "UnionAttribute");
}
