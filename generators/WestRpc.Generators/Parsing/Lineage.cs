using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>What a type derives from, and what it is in.</summary>
internal static class Lineage
{
    /// <summary>The type and those that it derives from, itself first.</summary>
    public static IEnumerable<ITypeSymbol> WithBases(this ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
            yield return t;
    }

    /// <summary>Whether it is a type or derives from it.</summary>
    public static bool Is(this ITypeSymbol type, ITypeSymbol parent) =>
        type.WithBases().Contains(parent, SymbolEqualityComparer.Default);

    /// <summary>The same, or implements it.</summary>
    public static bool IsOrImplements(this ITypeSymbol type, ITypeSymbol parent) =>
        type.Is(parent) || type.AllInterfaces.Contains(parent, SymbolEqualityComparer.Default);

    /// <summary>The type and those that it is nested in, itself first.</summary>
    public static IEnumerable<INamedTypeSymbol> WithContainers(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
            yield return t;
    }
}
