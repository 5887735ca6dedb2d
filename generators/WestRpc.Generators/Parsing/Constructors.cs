using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>Finds the constructor with which an object is made again.</summary>
internal static class Constructors
{
    /// <summary>
    /// The public constructor whose parameters are all members, and which makes all members that nothing else can set.
    /// Null, and <paramref name="blame"/> says which member can't come back, where there is none.
    /// </summary>
    public static Restoration? Find(INamedTypeSymbol type, IReadOnlyList<Member> members, out string blame) =>
        Find(type, members, "by its name and type", constructor => [.. constructor.Parameters.Select(p => MemberOf(p, members))], out blame);

    /// <summary>
    /// The same, where each member that a parameter takes, or null, is found by <paramref name="arguments"/>, and
    /// <paramref name="rule"/> says how.
    /// </summary>
    public static Restoration? Find(
        INamedTypeSymbol type, IReadOnlyList<Member> members, string rule, Func<IMethodSymbol, Member?[]> arguments, out string blame)
    {
        blame = "";
        IMethodSymbol? marked = type.InstanceConstructors.FirstOrDefault(static c => MessagePackMembers.Find(c, "SerializationConstructorAttribute") is not null);
        if (marked is { DeclaredAccessibility: not Accessibility.Public })
        {
            blame = " has a [SerializationConstructor] that is not public: make it public";
            return null;
        }

        ISymbol? missing = Required(type).FirstOrDefault(r => members.All(m => m.Name != r.Name));
        foreach (IMethodSymbol constructor in marked is null ? Candidates(type) : [marked])
        {
            Member?[] taken = arguments(constructor);
            if (taken.All(static a => a is not null) &&
                members.All(m => m.IsAssignable || m.IsComputed || taken.Contains(m)) &&
                (missing is null || Restoration.SetsRequiredMembers(constructor)))
                return new Restoration(members, [.. taken.Select(static a => a!)], constructor);
        }

        blame = missing is not null
            ? $".{missing.Name} is required, but is not among what is sent: don't require it"
            : members.FirstOrDefault(static m => !m.IsAssignable && !m.IsComputed) is { } stuck
            ? $".{stuck.Name} is read-only and no public constructor takes it {rule}: give it an 'init', or a constructor that takes all that is read-only"
            : $" has no public constructor that takes members of it alone, each {rule}: add one, or one without parameters";
        return null;
    }

    /// <summary>The longest first.</summary>
    private static IEnumerable<IMethodSymbol> Candidates(INamedTypeSymbol type) => type.InstanceConstructors
        .Where(static c => c.DeclaredAccessibility == Accessibility.Public && !UseMarks.IsForbidden(c))
        .OrderByDescending(static c => c.Parameters.Length);

    /// <summary>By its exact name before one that differs in case: a type may have both.</summary>
    private static Member? MemberOf(IParameterSymbol parameter, IReadOnlyList<Member> members)
    {
        if (parameter.RefKind != RefKind.None)
            return null;
        Member[] fitting = [.. members.Where(m =>
            string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) &&
            SymbolEqualityComparer.Default.Equals(m.Type, parameter.Type))];
        return fitting.FirstOrDefault(m => m.Name == parameter.Name) ?? fitting.FirstOrDefault();
    }

    private static IEnumerable<ISymbol> Required(INamedTypeSymbol type) =>
        type.WithBases().SelectMany(static t => t.GetMembers()).Where(Restoration.IsRequired);
}
