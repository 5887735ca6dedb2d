using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Whether the class that is generated inside of a type may name another.</summary>
internal static class Visibility
{
    public static bool CanName(INamedTypeSymbol type, INamedTypeSymbol from)
    {
        foreach (INamedTypeSymbol t in type.WithContainers())
        {
            bool isVisible = t.DeclaredAccessibility switch
            {
                Accessibility.Public or Accessibility.NotApplicable => true,
                Accessibility.Internal => SharesInternals(t, from),
                Accessibility.Private => from.WithContainers().Any(a => Same(a, t.ContainingType)),
                Accessibility.ProtectedOrInternal => SharesInternals(t, from) || from.WithContainers().Any(a => Inherits(a, t.ContainingType)),
                _ => from.WithContainers().Any(a => Inherits(a, t.ContainingType)),
            };
            if (!isVisible)
                return false;
        }

        return true;
    }

    private static bool SharesInternals(INamedTypeSymbol type, INamedTypeSymbol from) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, from.ContainingAssembly) ||
        type.ContainingAssembly.GivesAccessTo(from.ContainingAssembly);

    private static bool Inherits(INamedTypeSymbol type, INamedTypeSymbol parent) => type.WithBases().Any(t => Same(t, parent));

    private static bool Same(ITypeSymbol a, ITypeSymbol b) =>
        SymbolEqualityComparer.Default.Equals(a.OriginalDefinition, b.OriginalDefinition);
}
