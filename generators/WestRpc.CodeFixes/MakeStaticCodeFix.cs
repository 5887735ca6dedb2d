using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using WestRpc.Generators.Analyzers;

namespace WestRpc.CodeFixes;

/// <summary>Makes a task static that uses nothing of its object.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeStaticCodeFix() : TaskCodeFix("Make the method static", Diagnostics.NotStatic)
{
    private protected override bool CanFix(Mend mend) =>
        mend.MethodSymbol is { IsVirtual: false, IsOverride: false, PartialImplementationPart: null, PartialDefinitionPart: null } &&
        mend.Model.GetOperation(mend.Method!, mend.Cancellation) is { } body &&
        !body.Descendants().Any(static o => o is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance });

    private protected override Task FixAsync(Mend mend)
    {
        mend.Document.ReplaceNode(mend.Method!, static (m, _) => ((MethodDeclarationSyntax)m).With(SyntaxKind.StaticKeyword));
        return Task.CompletedTask;
    }
}
