using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Marks that make the compiler complain of whoever uses a symbol, generated code too.</summary>
internal static class UseMarks
{
    /// <summary>Whether it is <c>[Obsolete]</c> as an error, against which no pragma helps, and used from where nothing is obsolete.</summary>
    public static bool IsForbidden(ISymbol symbol, INamedTypeSymbol? from = null) =>
        Around(symbol).SelectMany(static s => s.AttributesNamed("System", "ObsoleteAttribute")).Any(static a => a.ConstructorArguments is [_, { Value: true }, ..]) &&
        !Around(from).Any(static t => t.AttributesNamed("System", "ObsoleteAttribute").Any());

    /// <summary>Whether managed code may not call it.</summary>
    public static bool IsForNativeCode(IMethodSymbol method) =>
        method.AttributesNamed("System.Runtime.InteropServices", "UnmanagedCallersOnlyAttribute").Any();

    /// <summary>The diagnostics that an <c>[Experimental]</c> symbol gives.</summary>
    public static IEnumerable<string> ExperimentalIds(ISymbol symbol) => Around(symbol)
        .Concat(symbol.ContainingAssembly is { } assembly ? [assembly, .. assembly.Modules] : [])
        .SelectMany(static s => s.AttributesNamed("System.Diagnostics.CodeAnalysis", "ExperimentalAttribute"))
        .Select(static a => a.ConstructorArguments.FirstOrDefault().Value).OfType<string>();

    /// <summary>The symbol and the types that it is in.</summary>
    private static IEnumerable<ISymbol> Around(ISymbol? symbol)
    {
        for (ISymbol? s = symbol; s is not null; s = s.ContainingType)
            yield return s;
    }
}
