using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Analyzers;

/// <summary>Finds tasks of one identity in different types; two in one type would have one class too, which is another error.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TaskIdentityAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Diagnostics.SameIdentity];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.FindTaskAttribute() is not { } attribute)
                return;
            var tasks = new ConcurrentBag<IMethodSymbol>();
            start.RegisterSymbolAction(
                context =>
                {
                    if (context.Symbol.AsTask(attribute) is { } method)
                        tasks.Add(method);
                },
                SymbolKind.Method);
            start.RegisterCompilationEndAction(end => Report(tasks, end.ReportDiagnostic));
        });
    }

    private static void Report(IEnumerable<IMethodSymbol> tasks, Action<Diagnostic> report)
    {
        foreach (IGrouping<string, IMethodSymbol> twins in tasks.GroupBy(TaskNames.Identity, StringComparer.Ordinal))
        {
            foreach (IMethodSymbol method in twins)
            {
                string? other = twins
                    .Where(t => !SymbolEqualityComparer.Default.Equals(t.ContainingType, method.ContainingType))
                    .Select(Name).OrderBy(static n => n, StringComparer.Ordinal).FirstOrDefault();
                if (other is not null)
                    report(Diagnostic.Create(Diagnostics.SameIdentity, method.Locations[0], Name(method), other, twins.Key));
            }
        }
    }

    private static string Name(IMethodSymbol method) => $"{method.ContainingType.ToCanonical()}.{method.Name}";
}
