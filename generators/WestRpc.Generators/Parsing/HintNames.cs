using Microsoft.CodeAnalysis;
using WestRpc.Generators.Model;

namespace WestRpc.Generators.Parsing;

/// <summary>Names of generated files: unique also where the file system, and the compiler, ignore case.</summary>
internal static class HintNames
{
    public static string Of(IMethodSymbol method, IReadOnlyList<INamedTypeSymbol> containers, string envelope)
    {
        var spaces = new Stack<INamespaceSymbol>();
        for (INamespaceSymbol s = method.ContainingNamespace; !s.IsGlobalNamespace; s = s.ContainingNamespace)
            spaces.Push(s);
        string types = string.Join("+", containers.Select(static c => c.Name));
        string name = string.Join(".", [.. spaces.Select(static s => s.Name), types, envelope]);
        bool hasTwin = spaces.Cast<INamespaceOrTypeSymbol>().Concat(containers).Any(HasTwin) ||
            TaskNames.Others(method).Any(o => EqualButForCase(TaskNames.Envelope(o), envelope));
        return (hasTwin ? $"{name}.{Hashing.Sha256(name).Substring(0, 8)}" : name) + ".g.cs";
    }

    private static bool HasTwin(INamespaceOrTypeSymbol symbol) =>
        ((INamespaceOrTypeSymbol?)symbol.ContainingType ?? symbol.ContainingNamespace).GetMembers()
            .Any(m => m is INamespaceOrTypeSymbol && EqualButForCase(m.Name, symbol.Name));

    private static bool EqualButForCase(string a, string b) => a != b && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
