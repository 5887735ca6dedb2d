using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Whether the class that is generated inside of a type may name another.</summary>
internal static class Visibility
{
    public static bool CanName(INamedTypeSymbol type, INamedTypeSymbol from)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            bool isVisible = t.DeclaredAccessibility switch
            {
                Accessibility.Public or Accessibility.NotApplicable => true,
                Accessibility.Internal => SharesInternals(t, from),
                Accessibility.Private => Around(from).Any(a => Same(a, t.ContainingType)),
                Accessibility.ProtectedOrInternal => SharesInternals(t, from) || Around(from).Any(a => Inherits(a, t.ContainingType)),
                _ => Around(from).Any(a => Inherits(a, t.ContainingType)),
            };
            if (!isVisible)
                return false;
        }

        return true;
    }

    private static bool SharesInternals(INamedTypeSymbol type, INamedTypeSymbol from) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, from.ContainingAssembly) ||
        type.ContainingAssembly.GivesAccessTo(from.ContainingAssembly);

    /// <summary>The type and those that it is nested in.</summary>
    private static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol from)
    {
        for (INamedTypeSymbol? t = from; t is not null; t = t.ContainingType)
            yield return t;
    }

    private static bool Inherits(INamedTypeSymbol type, INamedTypeSymbol parent)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (Same(t, parent))
                return true;
        }

        return false;
    }

    private static bool Same(INamedTypeSymbol a, INamedTypeSymbol b) =>
        SymbolEqualityComparer.Default.Equals(a.OriginalDefinition, b.OriginalDefinition);
}
