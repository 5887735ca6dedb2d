using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>The generated class is as accessible as its container and the types in it allow.</summary>
internal static class EnvelopeAccess
{
    private enum Reach
    {
        Type,
        Module,
        Everybody,
    }

    public static string Of(IMethodSymbol method) =>
        method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Select(t => ReachOf(t, method.ContainingType)).Min() switch
        {
            Reach.Everybody => "public",
            Reach.Module => "internal",
            _ => "private",
        };

    /// <summary>Whether code anywhere in the module can name a member with this accessibility.</summary>
    public static bool IsReachable(Accessibility accessibility) => ReachOf(accessibility) != Reach.Type;

    private static Reach ReachOf(ITypeSymbol type, INamedTypeSymbol container)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return ReachOf(array.ElementType, container);
            case INamedTypeSymbol named:
                Reach reach = Reach.Everybody;
                foreach (INamedTypeSymbol t in named.WithContainers())
                {
                    foreach (ITypeSymbol argument in t.TypeArguments)
                        reach = Min(reach, ReachOf(argument, container));
                    if (!IsHiddenWith(container, t))
                        reach = Min(reach, ReachOf(t.DeclaredAccessibility));
                }

                return reach;
            default:
                return Reach.Everybody;
        }
    }

    /// <summary>Whether whoever sees the container sees the type: a private class of the type that also declares the type.</summary>
    private static bool IsHiddenWith(INamedTypeSymbol container, INamedTypeSymbol type)
    {
        bool isPrivate = false;
        foreach (INamedTypeSymbol c in container.WithContainers())
        {
            if (SymbolEqualityComparer.Default.Equals(c, type.ContainingType))
                return isPrivate;
            isPrivate |= c.DeclaredAccessibility == Accessibility.Private;
        }

        return false;
    }

    private static Reach ReachOf(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public or Accessibility.NotApplicable => Reach.Everybody,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => Reach.Module,
        _ => Reach.Type,
    };

    private static Reach Min(Reach a, Reach b) => a < b ? a : b;
}
