using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Generators.Parsing;

/// <summary>Types and names as source text.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Source = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Canonical = Source
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>With <c>global::</c> and nullability: compiles anywhere.</summary>
    public static string ToSource(this ITypeSymbol type) => type.ToDisplayString(Source);

    /// <summary>Without the nullability of the reference itself.</summary>
    public static string ToBareSource(this ITypeSymbol type) => Bare(type).ToDisplayString(Source);

    /// <summary>For contracts and messages.</summary>
    public static string ToCanonical(this ITypeSymbol type) => type.ToDisplayString(Canonical);

    public static ITypeSymbol Bare(ITypeSymbol type) =>
        type.IsReferenceType ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : type;

    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>Whether a type, or an argument of it, has this simple name.</summary>
    public static bool Mentions(ITypeSymbol type, string name) => type switch
    {
        IArrayTypeSymbol array => Mentions(array.ElementType, name),
        INamedTypeSymbol named => named is { Name: var own, Arity: 0 } && own == name || named.TypeArguments.Any(a => Mentions(a, name)),
        _ => false,
    };

    /// <summary>Whether the text of a type would have more than this many names.</summary>
    public static bool IsLarger(ITypeSymbol type, int names) => Rest(type, names) < 0;

    /// <summary>Letters and digits of a type's name, for the name of a method.</summary>
    public static string ToIdentifier(ITypeSymbol type)
    {
        string text = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (text.IndexOf('[') >= 0)
            text = Regex.Replace(text, @"\[(,*)\]", static m => m.Groups[1].Length == 0 ? "Array" : $"Array{m.Groups[1].Length + 1}");
        return new string([.. text.Where(char.IsLetterOrDigit)]);
    }

    /// <summary>How many of the names are left behind a type; stops where none are.</summary>
    private static int Rest(ITypeSymbol? type, int names) => names < 0 ? names : type switch
    {
        IArrayTypeSymbol array => Rest(array.ElementType, names),
        INamedTypeSymbol named => named.TypeArguments.Aggregate(Rest(named.ContainingType, names - 1), static (left, a) => Rest(a, left)),
        _ => names,
    };
}
