using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using WestRpc.Generators.Analyzers;

namespace WestRpc.CodeFixes;

/// <summary>Marks a type that can't be sent as it is with <c>[MessagePackObject]</c>, and its public members with keys that continue those there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddKeysCodeFix() : TaskCodeFix("Add [MessagePackObject] and keys to the type", Diagnostics.CannotBeSent)
{
    private protected override bool CanFix(Mend mend) =>
        Keys(mend) is { } keys && mend.CanEdit(keys.Type) && keys.Members.All(m => mend.CanEdit(m.Member));

    private protected override async Task FixAsync(Mend mend)
    {
        TypeKeys keys = Keys(mend)!;
        if (keys.NeedsAttribute)
        {
            // Of a partial type one declaration is enough.
            (DocumentEditor document, SyntaxNode node) = (await mend.DeclarationsAsync(keys.Type))[0];
            document.ReplaceNode(node, (t, g) => Has(t, "MessagePackObject") ? t : g.AddAttributes(t, mend.AttributeNamed(TypeKeys.ObjectAttribute)));
        }

        foreach ((ISymbol member, object? key) in keys.Members)
        {
            (DocumentEditor document, SyntaxNode node) = (await mend.DeclarationsAsync(member))[0];
            SyntaxNode attribute = key is null
                ? mend.AttributeNamed(TypeKeys.IgnoreAttribute)
                : mend.AttributeNamed(TypeKeys.KeyAttribute, document.Generator.LiteralExpression(key));
            if (node is ParameterSyntax)
                document.ReplaceNode(node, (p, _) => IsMarked(p) ? p : WithProperty((ParameterSyntax)p, attribute));
            else
                document.ReplaceNode(TypeKeys.Declaration(node), (m, g) => IsMarked(m) ? m : g.AddAttributes(m, attribute));
        }
    }

    private static TypeKeys? Keys(Mend mend) =>
        mend.Diagnostic.Properties.TryGetValue(Diagnostics.CulpritProperty, out string? id) && id is not null &&
        DocumentationCommentId.GetFirstSymbolForDeclarationId(id, mend.Model.Compilation) is INamedTypeSymbol type &&
        mend.Model.Compilation.GetTypeByMetadataName(TypeKeys.KeyAttribute) is not null
            ? TypeKeys.For(type)
            : null;

    /// <summary>Of a record's parameter: the attribute is the property's.</summary>
    private static ParameterSyntax WithProperty(ParameterSyntax parameter, SyntaxNode attributes)
    {
        AttributeListSyntax list = ((AttributeListSyntax)attributes)
            .WithTarget(SyntaxFactory.AttributeTargetSpecifier(
                SyntaxFactory.Token(SyntaxKind.PropertyKeyword)));
        return parameter.WithAttributeLists(parameter.AttributeLists.Add(list));
    }

    private static bool IsMarked(SyntaxNode member) => Has(member, "Key") || Has(member, "IgnoreMember");

    private static bool Has(SyntaxNode node, string attribute) => node.ChildNodes().OfType<AttributeListSyntax>()
        .SelectMany(static l => l.Attributes).Any(a => a.Name.ToString().Split('.').Last().StartsWith(attribute, StringComparison.Ordinal));
}
