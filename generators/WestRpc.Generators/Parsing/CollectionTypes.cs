using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>The collections that are known, and what is made of them on the other side.</summary>
internal static class CollectionTypes
{
    private const string Generic = "System.Collections.Generic";

    /// <summary>The type to make, as source; null where it is no known collection.</summary>
    public static string? Find(INamedTypeSymbol type)
    {
        if (type.ContainingType is not null || type.ContainingNamespace.ToDisplayString() != Generic)
            return null;
        string? made = (type.Name, type.TypeArguments.Length) switch
        {
            ("List" or "IList" or "ICollection" or "IEnumerable" or "IReadOnlyList" or "IReadOnlyCollection", 1) => "List",
            ("HashSet" or "ISet" or "IReadOnlySet", 1) => "HashSet",
            ("Dictionary" or "IDictionary" or "IReadOnlyDictionary", 2) => "Dictionary",
            _ => null,
        };
        return made is null
            ? null
            : $"global::{Generic}.{made}<{string.Join(", ", type.TypeArguments.Select(static a => a.ToSource()))}>";
    }
}
