using Microsoft.CodeAnalysis;

namespace WestRpc.Generators.Parsing;

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
        return members is null ? null : Constructors.Find(type, members, out blame);
    }

    /// <summary>Whether the compiler made a field for the property, as far as can be seen: in source.</summary>
    public static bool HasField(this IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>()
        .Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));

    private static List<Member>? State(INamedTypeSymbol type, IAssemblySymbol here, out string blame)
    {
        blame = "";
        var members = new List<Member>();
        if (type.BaseType is { SpecialType: not SpecialType.System_Object and not SpecialType.System_ValueType } parent)
        {
            if (!SymbolEqualityComparer.Default.Equals(parent.ContainingAssembly, here))
            {
                blame = $" derives from {parent.ToCanonical()} of another assembly, whose state can't be seen: send its parts in a type of your own";
                return null;
            }

            if (State(parent, here, out blame) is not { } inherited)
                return null;
            members.AddRange(inherited);
        }

        // The field behind an event is no member of its own.
        if (type.GetMembers().OfType<IEventSymbol>().FirstOrDefault(static e => !e.IsStatic && e.AddMethod?.IsImplicitlyDeclared == true) is { } lost)
        {
            blame = $".{lost.Name} is an event, whose handlers would be lost: send the object without it";
            return null;
        }

        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic && !f.IsConst))
        {
            if (AsMember(field, out blame) is not { } member)
                return null;
            if (members.FirstOrDefault(m => m.Name == member.Name) is { } earlier)
            {
                if (member.Symbol is not IPropertySymbol { IsOverride: true })
                {
                    blame = $".{member.Name} hides another {member.Name}, which would be lost: give it a name of its own";
                    return null;
                }

                members.Remove(earlier);
            }

            members.Add(member);
        }

        return members;
    }

    private static Member? AsMember(IFieldSymbol field, out string blame)
    {
        blame = "";
        switch (field.AssociatedSymbol ?? field)
        {
            case IPropertySymbol { GetMethod.DeclaredAccessibility: Accessibility.Public } property:
                return new Member(property, property.Type, property.SetMethod is { DeclaredAccessibility: Accessibility.Public });
            case IPropertySymbol property:
                blame = $".{property.Name} has no public getter: give it one";
                return null;
            case IFieldSymbol { DeclaredAccessibility: Accessibility.Public }:
                return new Member(field, field.Type, !field.IsReadOnly);
            case { IsImplicitlyDeclared: true } or { CanBeReferencedByName: false }:
                blame = $".{field.Name.TrimStart('<').Split('>')[0]} is a parameter of the primary constructor that the type keeps, so it would be lost: make it a public property";
                return null;
            case var hidden:
                blame = $".{hidden.Name} is not public, so it would be lost: make it a public property, or write the type with [MessagePackObject]";
                return null;
        }
    }
}
