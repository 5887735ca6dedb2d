using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WestRpc.Generators.Analyzers;

namespace WestRpc.CodeFixes;

/// <summary>Makes the type that contains a task partial, and each type around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakePartialCodeFix() : TaskCodeFix("Make the type partial", Diagnostics.NotPartial)
{
    private protected override Task FixAsync(Mend mend)
    {
        foreach (TypeDeclarationSyntax type in mend.Node.Ancestors().OfType<TypeDeclarationSyntax>())
            mend.Document.ReplaceNode(type, static (t, _) => ((TypeDeclarationSyntax)t).With(SyntaxKind.PartialKeyword));
        return Task.CompletedTask;
    }
}
