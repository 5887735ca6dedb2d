using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WestRpc.Generators.Analyzers;

namespace WestRpc.CodeFixes;

/// <summary>Adds a token as the last parameter, or in front of a <c>params</c>, optional, so that who calls the method still can.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AddCancellationCodeFix() : TaskCodeFix("Add a CancellationToken", Diagnostics.NoCancellation)
{
    private const string TokenType = "System.Threading.CancellationToken";

    private static readonly string[] Names = ["cancellation", "cancellationToken", "workCancellation"];

    private protected override bool CanFix(Mend mend) => mend.MethodSymbol is not null && FreeName(mend.Method!) is not null;

    private protected override async Task FixAsync(Mend mend)
    {
        IMethodSymbol method = mend.MethodSymbol!;
        string name = FreeName(mend.Method!)!;
        SyntaxNode type = mend.TypeNamed(TokenType);
        foreach (IMethodSymbol part in new[] { method.PartialDefinitionPart ?? method, method.PartialImplementationPart }.OfType<IMethodSymbol>())
        {
            // The default counts in the part that is called alone.
            bool isImplementation = part.PartialDefinitionPart is not null;
            foreach ((var document, SyntaxNode node) in await mend.DeclarationsAsync(part))
                document.ReplaceNode(node, (m, g) => Add((MethodDeclarationSyntax)m, (ParameterSyntax)g.ParameterDeclaration(
                    name, type, isImplementation ? null : SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression))));
        }
    }

    private static MethodDeclarationSyntax Add(MethodDeclarationSyntax method, ParameterSyntax parameter)
    {
        SeparatedSyntaxList<ParameterSyntax> parameters = method.ParameterList.Parameters;
        bool hasParams = parameters.LastOrDefault()?.Modifiers.Any(SyntaxKind.ParamsKeyword) == true;
        return method.WithParameterList(method.ParameterList.WithParameters(
            parameters.Insert(hasParams ? parameters.Count - 1 : parameters.Count, parameter)));
    }

    private static string? FreeName(MethodDeclarationSyntax method)
    {
        HashSet<string> taken = [.. method.DescendantTokens().Where(static t => t.IsKind(SyntaxKind.IdentifierToken)).Select(static t => t.ValueText)];
        return Names.FirstOrDefault(n => !taken.Contains(n));
    }
}
