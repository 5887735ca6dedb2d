using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>The libraries that may hold something for the generator.</summary>
internal static class Libraries
{
    private const string CoreAssembly = "WestRpc";

    /// <summary>Those that refer to WestRpc themselves. Most are the framework's, whose attributes need not be read.</summary>
    public static IEnumerable<IAssemblySymbol> LibrariesOnWestRpc(this IModuleSymbol module) => module.ReferencedAssemblySymbols
        .Where(static a => a.Modules.Any(static m => m.ReferencedAssemblies.Any(static r => r.Name == CoreAssembly)));
}
