using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Analyzers;

/// <summary>Says why a marked method can't be a task, where it stands in the source.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkTaskAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Diagnostics.NotPartial, Diagnostics.ByReference, Diagnostics.Generic, Diagnostics.Overload, Diagnostics.CannotBeSent,
        Diagnostics.NotStatic, Diagnostics.UnsupportedReturn, Diagnostics.NameTaken, Diagnostics.TwoContexts,
        Diagnostics.BadName, Diagnostics.FileLocal, Diagnostics.NotCallable, Diagnostics.BadDefault,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.FindTaskAttribute() is not { } attribute)
                return;
            start.RegisterSymbolAction(
                context => Analyze(context.Symbol, attribute, context.ReportDiagnostic, context.CancellationToken),
                SymbolKind.Method);

            // Functions inside of methods are no symbols that are asked for by themselves.
            start.RegisterOperationAction(
                context => Analyze(
                    context.Operation is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)context.Operation).Symbol,
                    attribute, context.ReportDiagnostic, context.CancellationToken),
                OperationKind.LocalFunction, OperationKind.AnonymousFunction);
        });
    }

    private static void Analyze(
        ISymbol symbol, INamedTypeSymbol attribute, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (symbol.AsTask(attribute) is not { } method)
            return;
        TaskParser.Parse(method, cancellation, out IReadOnlyList<Problem> problems);
        foreach (Problem problem in problems)
            report(Diagnostic.Create(problem.Descriptor, problem.Location, Properties(problem), problem.Arguments));
    }

    private static ImmutableDictionary<string, string?> Properties(Problem problem) =>
        problem.Culprit?.OriginalDefinition.GetDocumentationCommentId() is { } id
            ? ImmutableDictionary<string, string?>.Empty.Add(Diagnostics.CulpritProperty, id)
            : ImmutableDictionary<string, string?>.Empty;
}
