using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WestRpc.CodeFixes;

/// <summary>Adds a modifier to a declaration that does not have it yet; comments and blank lines stay in front.</summary>
internal static class Modifiers
{
    /// <summary>Where C# wants it: <c>partial</c> in front of the keyword, <c>static</c> behind the accessibility.</summary>
    public static T With<T>(this T declaration, SyntaxKind kind) where T : MemberDeclarationSyntax
    {
        SyntaxTokenList modifiers = declaration.Modifiers;
        if (modifiers.Any(kind))
            return declaration;
        int position = kind == SyntaxKind.StaticKeyword ? modifiers.TakeWhile(static m => SyntaxFacts.IsAccessibilityModifier(m.Kind())).Count()
            : kind == SyntaxKind.AsyncKeyword && modifiers.IndexOf(SyntaxKind.PartialKeyword) is >= 0 and var partial ? partial
            : modifiers.Count;
        SyntaxToken added = SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);
        if (position == 0)
        {
            SyntaxToken next = declaration.AttributeLists.Count > 0
                ? declaration.AttributeLists.Last().GetLastToken().GetNextToken()
                : declaration.GetFirstToken();
            added = added.WithLeadingTrivia(next.LeadingTrivia);
            declaration = declaration.ReplaceToken(next, next.WithLeadingTrivia());
        }

        return (T)declaration.WithModifiers(declaration.Modifiers.Insert(position, added));
    }
}
