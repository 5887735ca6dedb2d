using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WestRpc.Generators.Analyzers;

namespace WestRpc.CodeFixes;

/// <summary>Makes <c>async void</c> an <c>async Task</c>, and takes the question mark from a task that may be null.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnTaskCodeFix() : TaskCodeFix("Return a Task", Diagnostics.UnsupportedReturn)
{
    private protected override bool CanFix(Mend mend) =>
        mend.MethodSymbol is { PartialDefinitionPart: null, PartialImplementationPart: null } method &&
        (method is { IsAsync: true, ReturnsVoid: true } || mend.Method!.ReturnType is NullableTypeSyntax);

    private protected override Task FixAsync(Mend mend)
    {
        SyntaxNode task = mend.TypeNamed("System.Threading.Tasks.Task");
        mend.Document.ReplaceNode(mend.Method!.ReturnType, (t, _) => t is NullableTypeSyntax nullable
            ? nullable.ElementType.WithTriviaFrom(t)
            : task.WithTriviaFrom(t));
        return Task.CompletedTask;
    }
}
