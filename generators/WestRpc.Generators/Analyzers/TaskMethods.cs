using Microsoft.CodeAnalysis;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Analyzers;

/// <summary>Finds the marked methods of a compilation.</summary>
internal static class TaskMethods
{
    /// <summary>Null where a compilation does not refer to WestRpc: there is nothing to do then.</summary>
    public static INamedTypeSymbol? FindTaskAttribute(this Compilation compilation) =>
        compilation.GetTypeByMetadataName(TaskParser.AttributeName);

    /// <summary>The symbol, if it is a marked method; of a partial one the first part counts, though both have the attribute.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="attribute">What <see cref="FindTaskAttribute"/> found.</param>
    public static IMethodSymbol? AsTask(this ISymbol symbol, INamedTypeSymbol attribute) =>
        symbol is IMethodSymbol { PartialDefinitionPart: null } method && method.MarkedWith(attribute) is not null ? method : null;

    /// <param name="method">The method.</param>
    /// <param name="attribute">What <see cref="FindTaskAttribute"/> found.</param>
    public static AttributeData? MarkedWith(this IMethodSymbol method, INamedTypeSymbol attribute) => method.GetAttributes()
        .FirstOrDefault(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, attribute));
}
