using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WestRpc.Generators.Parsing;

namespace WestRpc.CodeFixes;

/// <summary>The keys that members of a type are to get: numbers after those there, or their names where names are the keys.</summary>
internal sealed class TypeKeys
{
    public const string ObjectAttribute = "MessagePack.MessagePackObjectAttribute";
    public const string KeyAttribute = "MessagePack.KeyAttribute";
    public const string IgnoreAttribute = "MessagePack.IgnoreMemberAttribute";

    private TypeKeys(INamedTypeSymbol type, bool needsAttribute, IReadOnlyList<(ISymbol Member, object? Key)> members)
    {
        Type = type;
        NeedsAttribute = needsAttribute;
        Members = members;
    }

    public INamedTypeSymbol Type { get; }

    public bool NeedsAttribute { get; }

    /// <summary>The members without attributes; those without a key are computed from others, and are to be ignored.</summary>
    public IReadOnlyList<(ISymbol Member, object? Key)> Members { get; }

    /// <summary>Null where keys would not help: nothing to add, or a member that could not come back all the same.</summary>
    public static TypeKeys? For(INamedTypeSymbol type)
    {
        if (type is not { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsFileLocal: false } || type.DeclaringSyntaxReferences.IsEmpty ||
            type.BaseType is not { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType })
            return null;
        ISymbol[] bare = [.. type.GetMembers().Where(IsSeen).Where(static m => Key(m) is null)];
        ISymbol[] unkeyed = [.. bare.Where(static m => !IsComputed(m))];
        object[] keys = [.. type.GetMembers().Select(Key).OfType<object>()];
        bool needsAttribute = MessagePackMembers.ObjectAttribute(type) is null;
        if ((!needsAttribute && bare.Length == 0) || !bare.All(IsDeclaredAlone) ||
            !CanComeBack(type, [.. type.GetMembers().Where(m => Key(m) is not null || unkeyed.Contains(m, SymbolEqualityComparer.Default))]))
            return null;

        int next = keys.OfType<int>().DefaultIfEmpty(-1).Max() + 1;
        bool named = keys.OfType<string>().Any();
        if (!named && next + unkeyed.Length - 1 > MessagePackMembers.MaxKey)
            return null;
        return new TypeKeys(
            type, needsAttribute, [.. bare.Select(m => (m, IsComputed(m) ? null : named ? m.Name : (object?)next++))]);
    }

    /// <summary>The node that has the attributes: of a field the whole declaration.</summary>
    public static SyntaxNode Declaration(SyntaxNode node) =>
        node is VariableDeclaratorSyntax ? node.FirstAncestorOrSelf<FieldDeclarationSyntax>()! : node;

    private static object? Key(ISymbol member) =>
        MessagePackMembers.Find(member, "KeyAttribute")?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive } key ? key.Value : null;

    private static bool IsSeen(ISymbol member) =>
        member is { IsStatic: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public } &&
        member is IFieldSymbol or IPropertySymbol { IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public } &&
        MessagePackMembers.Find(member, "IgnoreMemberAttribute") is null;

    /// <summary>Whether it holds nothing itself.</summary>
    private static bool IsComputed(ISymbol member) => member is IPropertySymbol { SetMethod: null } property && !property.HasField();

    /// <summary>Fields of one declaration would all get one key.</summary>
    private static bool IsDeclaredAlone(ISymbol member) => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
    {
        VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: > 1 } } or null => false,
        _ => true,
    };

    private static bool CanComeBack(INamedTypeSymbol type, IReadOnlyList<ISymbol> members)
    {
        string[] stuck = [.. members.Where(static m => !IsAssignable(m)).Select(static m => m.Name)];
        return type.InstanceConstructors.Any(c => c.DeclaredAccessibility == Accessibility.Public &&
            c.Parameters.All(p => members.Any(m => Same(m.Name, p.Name))) && stuck.All(s => c.Parameters.Any(p => Same(s, p.Name))));
    }

    private static bool Same(string member, string parameter) => string.Equals(member, parameter, StringComparison.OrdinalIgnoreCase);

    private static bool IsAssignable(ISymbol member) =>
        member is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Public };
}
