using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

/// <summary>A field or property that carries a part of an object's state.</summary>
internal sealed record Member(ISymbol Symbol, ITypeSymbol Type, bool IsAssignable)
{
    public string Name => Symbol.Name;
}

/// <summary>What of an object is sent, and how the object is made again.</summary>
/// <param name="Members">The members in wire order.</param>
/// <param name="Constructor">The members that are the constructor's arguments, in order.</param>
internal sealed record Restoration(IReadOnlyList<Member> Members, IReadOnlyList<Member> Constructor);

/// <summary>
/// Finds the state of a type without attributes: every instance field, base types first, in order of declaration. Each
/// must come back through a public constructor, setter, <c>init</c> or field.
/// </summary>
internal static class MemberFinder
{
    /// <summary>Null, and <paramref name="blame"/> says which member can't come back and why.</summary>
    public static Restoration? Find(INamedTypeSymbol type, IAssemblySymbol here, out string blame)
    {
        List<Member>? members = State(type, here, out blame);
        return members is null ? null : WithConstructor(type, members, out blame);
    }

    /// <summary>The constructor whose parameters are all members, and which makes all members that nothing else can set.</summary>
    public static Restoration? WithConstructor(INamedTypeSymbol type, IReadOnlyList<Member> members, out string blame)
    {
        blame = "";
        foreach (IMethodSymbol constructor in type.InstanceConstructors
            .Where(static c => c.DeclaredAccessibility == Accessibility.Public)
            .OrderByDescending(static c => c.Parameters.Length))
        {
            Member?[] arguments = [.. constructor.Parameters.Select(p => members.FirstOrDefault(m => Matches(m, p)))];
            if (arguments.All(static a => a is not null) && members.All(m => m.IsAssignable || arguments.Contains(m)))
                return new Restoration(members, [.. arguments.Select(static a => a!)]);
        }

        blame = members.FirstOrDefault(static m => !m.IsAssignable) is { } stuck
            ? $".{stuck.Name} is read-only and no public constructor takes it by its name and type: give it an 'init', or a constructor that takes all that is read-only"
            : " has no public constructor whose parameters are all members of it";
        return null;
    }

    private static bool Matches(Member member, IParameterSymbol parameter) =>
        string.Equals(member.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) &&
        parameter.RefKind == RefKind.None &&
        SymbolEqualityComparer.Default.Equals(member.Type, parameter.Type);

    private static List<Member>? State(INamedTypeSymbol type, IAssemblySymbol here, out string blame)
    {
        blame = "";
        var members = new List<Member>();
        if (type.BaseType is { SpecialType: not SpecialType.System_Object and not SpecialType.System_ValueType } parent)
        {
            if (!SymbolEqualityComparer.Default.Equals(parent.ContainingAssembly, here))
            {
                blame = $" derives from {parent.ToCanonical()} of another assembly, whose state can't be seen";
                return null;
            }

            if (State(parent, here, out blame) is not { } inherited)
                return null;
            members.AddRange(inherited);
        }

        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && !f.IsConst))
        {
            ISymbol symbol = field.AssociatedSymbol ?? field;
            if (symbol is IPropertySymbol property)
            {
                if (property.GetMethod is not { DeclaredAccessibility: Accessibility.Public })
                {
                    blame = $".{property.Name} has no public getter";
                    return null;
                }

                members.Add(new Member(property, property.Type, property.SetMethod is { DeclaredAccessibility: Accessibility.Public }));
            }
            else if (symbol is IEventSymbol || field.DeclaredAccessibility != Accessibility.Public)
            {
                blame = $".{symbol.Name} is not public, so it would be lost: make it a public property, or write the type with [MessagePackObject]";
                return null;
            }
            else
                members.Add(new Member(field, field.Type, !field.IsReadOnly));
        }

        return members;
    }
}
