using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Analyzers;

/// <summary>Finds submissions whose outcome nobody can see: what they return is neither awaited nor kept.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedSubmissionAnalyzer : DiagnosticAnalyzer
{
    private const string Unseen =
        "nobody sees whether it fails, and the program may end before it has run: await it, or assign it to '_' if that is meant";
    private const string NeverRun = "none of these calls is ever made: go through it with 'await foreach'";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Diagnostics.Dropped];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("WestRpc.IWorkManager") is { } manager &&
                start.Compilation.GetTypeByMetadataName("WestRpc.WorkEnvelope") is { } envelope)
                start.RegisterOperationAction(context => Analyze(context, manager, envelope), OperationKind.ExpressionStatement);
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol manager, INamedTypeSymbol envelope)
    {
        if (Submission(((IExpressionStatementOperation)context.Operation).Operation) is not { TargetMethod: var method } call)
            return;
        if (method.ContainingType.Is(envelope) || method.ContainingType.IsOrImplements(manager))
            context.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.Dropped, call.Syntax.GetLocation(), method.Name, method.Name == "MapAsync" ? NeverRun : Unseen));
    }

    /// <summary>The call, if it is called like a submission; also in <c>work?.SubmitAsync(…)</c> and in front of <c>ConfigureAwait</c>.</summary>
    private static IInvocationOperation? Submission(IOperation? operation) => operation switch
    {
        IConditionalAccessOperation access => Submission(access.WhenNotNull),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } outer => Submission(outer.Instance),
        IInvocationOperation { TargetMethod.Name: "SubmitAsync" or "SubmitManyAsync" or "MapAsync" } call => call,
        _ => null,
    };
}
