using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>A field or property that carries a part of an object's state, or shows one that is computed.</summary>
internal sealed record Member(ISymbol Symbol, ITypeSymbol Type, bool IsAssignable, bool IsComputed = false)
{
    public string Name => Symbol.Name;
}

/// <summary>What of an object is sent, and how the object is made again.</summary>
/// <param name="Members">The members in wire order.</param>
/// <param name="Constructor">The members that are the constructor's arguments, in order.</param>
/// <param name="Method">The constructor.</param>
internal sealed record Restoration(IReadOnlyList<Member> Members, IReadOnlyList<Member> Constructor, IMethodSymbol Method)
{
    /// <summary>Whether an object initializer sets it: C# asks for required members there, whatever the constructor does.</summary>
    public bool Assigns(Member member) =>
        (!Constructor.Contains(member) && !member.IsComputed) || (IsRequired(member.Symbol) && !SetsRequiredMembers(Method));

    /// <summary>Whether the constructor is stricter about null than the member, which holds what the constructor took before.</summary>
    public bool Forgives(Member member)
    {
        int position = Constructor.ToList().IndexOf(member);
        return position >= 0 && !SymbolEqualityComparer.IncludeNullability.Equals(Method.Parameters[position].Type, member.Type);
    }

    public static bool IsRequired(ISymbol symbol) => symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    public static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        constructor.AttributesNamed("System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute").Any();
}
