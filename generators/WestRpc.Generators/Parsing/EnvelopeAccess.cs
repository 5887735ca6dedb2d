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

    public static string Of(IMethodSymbol method)
    {
        Reach types = method.Parameters.Select(static p => p.Type).Append(method.ReturnType).Select(ReachOf).Min();
        return types >= ReachOf(method.ContainingType) ? "public" : types == Reach.Module ? "internal" : "private";
    }

    /// <summary>Whether code anywhere in the module can name a member with this accessibility.</summary>
    public static bool IsReachable(Accessibility accessibility) => ReachOf(accessibility) != Reach.Type;

    private static Reach ReachOf(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return ReachOf(array.ElementType);
            case INamedTypeSymbol named:
                Reach reach = named.TypeArguments.Select(ReachOf).Append(Reach.Everybody).Min();
                for (INamedTypeSymbol? t = named; t is not null; t = t.ContainingType)
                    reach = Min(reach, ReachOf(t.DeclaredAccessibility));
                return reach;
            default:
                return Reach.Everybody;
        }
    }

    private static Reach ReachOf(Accessibility accessibility) => accessibility switch
    {
        Accessibility.Public or Accessibility.NotApplicable => Reach.Everybody,
        Accessibility.Internal or Accessibility.ProtectedOrInternal => Reach.Module,
        _ => Reach.Type,
    };

    private static Reach Min(Reach a, Reach b) => a < b ? a : b;
}
