using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WestRpc.Generators.Analyzers;

namespace WestRpc.CodeFixes;

/// <summary>Awaits a submission; makes the method around it async where that is one that returns nothing.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AwaitSubmissionCodeFix() : TaskCodeFix("Await it", Diagnostics.Dropped)
{
    private const string TaskType = "System.Threading.Tasks.Task";

    private protected override bool CanFix(Mend mend)
    {
        if (Statement(mend) is not { } statement || NameOf(mend) is not ("SubmitAsync" or "SubmitManyAsync"))
            return false;
        foreach (SyntaxNode outer in statement.Ancestors())
        {
            switch (outer)
            {
                case LockStatementSyntax or UnsafeStatementSyntax or FixedStatementSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax function:
                    return function.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax local:
                    return CanBeAsync(mend, mend.Model.GetDeclaredSymbol(local, mend.Cancellation));
                case MethodDeclarationSyntax method:
                    return CanBeAsync(mend, mend.Model.GetDeclaredSymbol(method, mend.Cancellation));
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax or AccessorDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private protected override Task FixAsync(Mend mend)
    {
        InvocationExpressionSyntax submission = Statement(mend)!;
        SyntaxNode whenAll = mend.Document.Generator.MemberAccessExpression(mend.TypeNamed(TaskType), "WhenAll");
        bool isMany = NameOf(mend) == "SubmitManyAsync";
        mend.Document.ReplaceNode(submission, (s, g) =>
        {
            SyntaxNode awaited = s.WithoutTrivia();
            return g.AwaitExpression(isMany ? g.InvocationExpression(whenAll, awaited) : awaited).WithTriviaFrom(s);
        });
        SyntaxNode function = submission.Ancestors().First(static a =>
            a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax or GlobalStatementSyntax);
        SyntaxNode task = mend.TypeNamed(TaskType);
        mend.Document.ReplaceNode(function, (f, _) => f switch
        {
            MethodDeclarationSyntax method when !method.Modifiers.Any(SyntaxKind.AsyncKeyword) =>
                method.WithReturnType(((TypeSyntax)task).WithTriviaFrom(method.ReturnType)).With(SyntaxKind.AsyncKeyword),
            LocalFunctionStatementSyntax local when !local.Modifiers.Any(SyntaxKind.AsyncKeyword) => Async(local, (TypeSyntax)task),
            _ => f,
        });
        return Task.CompletedTask;
    }

    /// <summary>The whole expression of the statement, where nothing but <c>ConfigureAwait</c> is done with the submission.</summary>
    private static InvocationExpressionSyntax? Statement(Mend mend)
    {
        SyntaxNode? node = mend.Node;
        while (node is InvocationExpressionSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax outer } })
            node = outer;
        return node is InvocationExpressionSyntax
        {
            Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax,
        } whole ? whole : null;
    }

    private static string? NameOf(Mend mend) => mend.Node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }
        ? member.Name.Identifier.ValueText
        : null;

    private static bool CanBeAsync(Mend mend, IMethodSymbol? method) =>
        method is { IsAsync: true } ||
        (method is { ReturnsVoid: true, IsOverride: false, IsVirtual: false, IsAbstract: false, PartialDefinitionPart: null, PartialImplementationPart: null } &&
            method.ExplicitInterfaceImplementations.IsEmpty && !Implements(method) && method.Parameters.All(CanBeCaptured) &&
            mend.Model.Compilation.GetTypeByMetadataName(TaskType) is not null);

    private static bool CanBeCaptured(IParameterSymbol parameter) => parameter.RefKind == RefKind.None && !parameter.Type.IsRefLikeType;

    private static bool Implements(IMethodSymbol method) => method.ContainingType.AllInterfaces
        .SelectMany(i => i.GetMembers(method.Name))
        .Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method));

    private static LocalFunctionStatementSyntax Async(LocalFunctionStatementSyntax local, TypeSyntax task)
    {
        SyntaxToken async = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (local.Modifiers.Count > 0)
            return local.WithReturnType(task.WithTriviaFrom(local.ReturnType)).AddModifiers(async);
        async = async.WithLeadingTrivia(local.ReturnType.GetLeadingTrivia());
        return local.WithReturnType(task.WithTrailingTrivia(local.ReturnType.GetTrailingTrivia())).AddModifiers(async);
    }
}
