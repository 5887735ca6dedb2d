using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Finds attributes by their names: by the own one first, which is cheap and mostly enough.</summary>
internal static class AttributeFinder
{
    public static IEnumerable<AttributeData> AttributesNamed(this ISymbol symbol, string space, string name) => symbol.GetAttributes()
        .Where(a => a.AttributeClass?.Name == name && a.AttributeClass.ContainingNamespace.ToDisplayString() == space);
}
