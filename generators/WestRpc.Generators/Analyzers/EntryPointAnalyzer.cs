using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace WestRpc.Generators.Analyzers;

/// <summary>Finds what the entry point does before <c>WorkApplication</c> knows whether this process is a worker.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EntryPointAnalyzer : DiagnosticAnalyzer
{
    private const string Run = "RunAsync";
    private const string Serve = "ServeIfWorkerAsync";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Diagnostics.BeforeRun];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication &&
                start.Compilation.GetTypeByMetadataName("WestRpc.WorkApplication") is { } application)
                start.RegisterOperationAction(context => Analyze(context, application), OperationKind.Invocation);
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol application)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!Decides(call, application) ||
            !SymbolEqualityComparer.Default.Equals(context.ContainingSymbol, context.Compilation.GetEntryPoint(context.CancellationToken)))
            return;

        // Where there are several, what comes before the first one is what is meant.
        List<IOperation> path = [.. PathFrom(call)];
        if (path[path.Count - 1].Descendants().FirstOrDefault(o => Decides(o, application) && PathFrom(o).Count() > 1) != call)
            return;
        for (int i = 1; i < path.Count; i++)
        {
            if (path[i] is not IBlockOperation block)
                continue;
            foreach (IOperation statement in block.Operations.TakeWhile(o => o != path[i - 1]))
            {
                foreach (IOperation effect in SideEffects.Of(statement))
                    Report(context, effect, call.TargetMethod.Name);
            }
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation effect, string method) => context.ReportDiagnostic(
        Diagnostic.Create(Diagnostics.BeforeRun, effect.Syntax.GetLocation(), method, method == Run ? "into its body" : "behind that"));

    private static bool Decides(IOperation operation, INamedTypeSymbol application) =>
        operation is IInvocationOperation { TargetMethod: { Name: Run or Serve } method } &&
        SymbolEqualityComparer.Default.Equals(method.ContainingType, application);

    /// <summary>From the operation out to the body of the method; nothing where it is in a function of its own.</summary>
    private static IEnumerable<IOperation> PathFrom(IOperation operation)
    {
        for (IOperation? o = operation; o is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; o = o.Parent)
            yield return o;
    }
}
