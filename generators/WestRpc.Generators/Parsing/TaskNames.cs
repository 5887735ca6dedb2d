using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Generators.Parsing;

/// <summary>What a task and its class are called.</summary>
internal static class TaskNames
{
    /// <summary>What <c>Name =</c> says, or the full name of the method.</summary>
    public static string Identity(IMethodSymbol method) => Given(method) ?? $"{method.ContainingType.ToCanonical()}.{method.Name}";

    /// <summary><c>Propagate</c> and <c>PropagateAsync</c> give <c>PropagateTask</c>; so does the last part of a name.</summary>
    public static string Envelope(IMethodSymbol method)
    {
        string last = LastPart(Given(method) ?? method.Name);
        const string Suffix = "Async";
        if (last.Length > Suffix.Length && last.EndsWith(Suffix, StringComparison.Ordinal))
            last = last.Substring(0, last.Length - Suffix.Length);
        return last + "Task";
    }

    /// <summary>Why a name can't be used, for the message; null where it can.</summary>
    public static string? Fault(string identity, string envelope) =>
        !SyntaxFacts.IsValidIdentifier(envelope) || identity.EndsWith(".", StringComparison.Ordinal)
            ? $"ends in '{LastPart(identity)}', which can't be the name of a class: use letters, digits and underscores after the last dot"
        : identity[0] is '#' || char.IsWhiteSpace(identity[0]) || identity.Any(char.IsControl)
            ? "begins with '#' or a space, or has a line break or another control character, which contracts are not read back with: leave that out"
        : null;

    public static string LastPart(string identity) => identity.Substring(identity.LastIndexOf('.') + 1);

    /// <summary>The other tasks of the same type.</summary>
    public static IEnumerable<IMethodSymbol> Others(IMethodSymbol method) => method.ContainingType.GetMembers()
        .OfType<IMethodSymbol>()
        .Where(m => !SymbolEqualityComparer.Default.Equals(m, method) && Attribute(m) is not null);

    private static string? Given(IMethodSymbol method) =>
        Attribute(method)?.NamedArguments.FirstOrDefault(static a => a.Key == "Name").Value.Value is string { Length: > 0 } name ? name : null;

    public static AttributeData? Attribute(IMethodSymbol method) => method.AttributesNamed("WestRpc", "WorkTaskAttribute").FirstOrDefault();
}
