using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace WestRpc.Generators.Analyzers;

/// <summary>Finds static state that a task's own code reads or changes; what it calls is not followed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MutableStateAnalyzer : DiagnosticAnalyzer
{
    private const string ReadAdvice = "what the program sets there does not reach a worker, so pass it as an argument, or make it readonly";
    private const string ChangeAdvice = "neither the program nor another worker sees the change, so return it instead";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Diagnostics.MutableState];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            // By syntax, since only the bodies of marked methods are worth being bound.
            if (start.Compilation.FindTaskAttribute() is { } attribute)
                start.RegisterSyntaxNodeAction(context => Analyze(context, attribute), SyntaxKind.MethodDeclaration);
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, INamedTypeSymbol attribute)
    {
        var declaration = (MethodDeclarationSyntax)context.Node;
        if (context.ContainingSymbol is not IMethodSymbol method || method.MarkedWith(attribute) is null ||
            context.SemanticModel.GetOperation(declaration, context.CancellationToken) is not { } body)
            return;

        // Once for each: where it is changed, else where it is read first.
        var uses = body.Descendants()
            .Select(static o => (Operation: o, Use: StaticState.UseOf(o, out ISymbol? state), State: state))
            .Where(static u => u.Use != StateUse.None)
            .GroupBy(static u => u.State!, SymbolEqualityComparer.Default);
        foreach (var group in uses)
        {
            (IOperation operation, StateUse use, ISymbol? state) = group.OrderByDescending(static u => u.Use).First();
            bool changes = use == StateUse.Change;
            context.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.MutableState, operation.Syntax.GetLocation(), method.Name, changes ? "changes" : "reads",
                $"{state!.ContainingType.Name}.{state.Name}", changes ? ChangeAdvice : ReadAdvice));
        }
    }
}
