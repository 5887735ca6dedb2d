using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>
/// Finds the constructor as MessagePack-CSharp does: with numbers as keys a parameter takes the member in its place, with
/// names the one of its name.
/// </summary>
internal static class MessagePackConstructors
{
    public static Restoration? Find(INamedTypeSymbol type, IReadOnlyList<KeyedMember> keyed, out string blame)
    {
        Member[] members = [.. keyed.Select(static k => k.Member)];
        bool isNamed = keyed.Any(static k => k.Name is not null);
        Restoration? found = Constructors.Find(
            type, members, isNamed ? "by its name or key and its type" : "in its place among the keys and with its type",
            constructor => [.. constructor.Parameters.Select((p, i) => Fits(p, isNamed ? Named(p, keyed) : members.ElementAtOrDefault(i)))], out blame);
        if (found is null || isNamed)
            return found;

        // By its name it would take another: MessagePack-CSharp would exchange them.
        IParameterSymbol? crossed = found.Method.Parameters.FirstOrDefault(p =>
            !SameName(p, found.Constructor[p.Ordinal]) && members.Any(m => SameName(p, m) && Fits(p, m) is not null));
        if (crossed is null)
            return found;
        blame = $" has a constructor whose parameter '{crossed.Name}' takes {found.Constructor[crossed.Ordinal].Name}, which has its place among the keys: put them in one order";
        return null;
    }

    private static Member? Named(IParameterSymbol parameter, IReadOnlyList<KeyedMember> keyed) =>
        (keyed.FirstOrDefault(k => string.Equals(k.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) ??
            keyed.FirstOrDefault(k => SameName(parameter, k.Member)))?.Member;

    private static bool SameName(IParameterSymbol parameter, Member member) =>
        string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The member, if the parameter takes its type.</summary>
    private static Member? Fits(IParameterSymbol parameter, Member? member) =>
        member is not null && parameter.RefKind == RefKind.None && Takes(parameter.Type, member.Type) ? member : null;

    private static bool Takes(ITypeSymbol wanted, ITypeSymbol given) =>
        given.IsReferenceType ? given.IsOrImplements(wanted) : given.Is(wanted);
}
