using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using WestRpc.Generators.Analyzers;
using WestRpc.Generators.Parsing;

namespace WestRpc.CodeFixes;

/// <summary>Removes a second token or context; what used it uses the first one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemoveContextCodeFix() : TaskCodeFix("Remove the parameter and use the first one", Diagnostics.TwoContexts)
{
    private protected override bool CanFix(Mend mend) =>
        mend.MethodSymbol is { PartialDefinitionPart: null, PartialImplementationPart: null } && mend.Node is ParameterSyntax;

    private protected override Task FixAsync(Mend mend)
    {
        IParameterSymbol second = (IParameterSymbol)mend.Model.GetDeclaredSymbol(mend.Node, mend.Cancellation)!;
        IParameterSymbol first = mend.MethodSymbol!.Parameters.First(p => TaskParser.Role(p.Type) == TaskParser.Role(second.Type));
        foreach (IdentifierNameSyntax use in mend.Method!.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (SymbolEqualityComparer.Default.Equals(mend.Model.GetSymbolInfo(use, mend.Cancellation).Symbol, second))
                mend.Document.ReplaceNode(use, mend.Document.Generator.IdentifierName(TypeNames.Escape(first.Name)).WithTriviaFrom(use));
        }

        mend.Document.RemoveNode(mend.Node, SyntaxRemoveOptions.KeepNoTrivia);
        return Task.CompletedTask;
    }
}
