using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>The formatters that an assembly, and those that it refers to, have for types of the user's choice.</summary>
internal sealed class UserFormatters
{
    private const string Attribute = "WorkFormatterAttribute";

    // Found once for all tasks of a compilation, and forgotten with it.
    private static readonly ConditionalWeakTable<IAssemblySymbol, UserFormatters> Known = new();

    private readonly ILookup<ITypeSymbol, INamedTypeSymbol> own;
    private readonly ILookup<ITypeSymbol, INamedTypeSymbol> referenced;

    private UserFormatters(IAssemblySymbol assembly)
    {
        own = Lookup([assembly]);
        referenced = Lookup(assembly.Modules.SelectMany(static m => m.LibrariesOnWestRpc()));
    }

    public static UserFormatters Of(IAssemblySymbol assembly) => Known.GetValue(assembly, static a => new UserFormatters(a));

    /// <summary>The formatters for exactly this type: none, one, or several between which nobody can choose.</summary>
    public IReadOnlyList<INamedTypeSymbol> Find(ITypeSymbol type)
    {
        INamedTypeSymbol[] found = [.. own[type]];
        return found.Length > 0 ? found : [.. referenced[type]];
    }

    private static ILookup<ITypeSymbol, INamedTypeSymbol> Lookup(IEnumerable<IAssemblySymbol> assemblies) => assemblies
        .SelectMany(static a => a.AttributesNamed("WestRpc", Attribute))
        .Select(static a => a.AttributeClass)
        .Where(static c => c is { TypeArguments: [_, INamedTypeSymbol] })
        .ToLookup(
            static c => c!.TypeArguments[0], static c => (INamedTypeSymbol)c!.TypeArguments[1],
            (IEqualityComparer<ITypeSymbol>)SymbolEqualityComparer.Default);
}
