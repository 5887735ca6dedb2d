using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
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
        Diagnostics.BadName, Diagnostics.FileLocal,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(TaskParser.AttributeName) is { } attribute)
                start.RegisterSymbolAction(symbol => Analyze(symbol, attribute), SymbolKind.Method);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol attribute)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!method.GetAttributes().Any(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, attribute)))
            return;
        TaskParser.Parse(method, context.CancellationToken, out IReadOnlyList<Problem> problems);
        foreach (Problem problem in problems)
            context.ReportDiagnostic(Diagnostic.Create(problem.Descriptor, problem.Location, problem.Arguments));
    }
}
