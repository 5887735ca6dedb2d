using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Analyzers;

/// <summary>Finds tasks that take long by what their attribute says, and that nothing can stop but the end of their process.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LongRunningAnalyzer : DiagnosticAnalyzer
{
    private const double LongSeconds = 60;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Diagnostics.NoCancellation];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.FindTaskAttribute() is { } attribute)
                start.RegisterSymbolAction(context => Analyze(context, attribute), SymbolKind.Method);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol attribute)
    {
        if (context.Symbol.AsTask(attribute) is { } method && method.MarkedWith(attribute) is { } marked &&
            WhyLong(marked) is { } why && !method.Parameters.Any(static p => TaskParser.Role(p.Type) != Model.ParameterRole.Argument))
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NoCancellation, method.Locations[0], method.Name, why));
    }

    /// <summary>Null where nothing says that it takes long.</summary>
    private static string? WhyLong(AttributeData attribute)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments.Where(static a => a.Value.Kind == TypedConstantKind.Primitive))
        {
            switch (argument.Key, argument.Value.Value)
            {
                case ("LongRunning", true):
                    return "is marked as long-running";
                case ("TimeLimitSeconds", double seconds) when seconds >= LongSeconds:
                    return $"may take {seconds.ToString(CultureInfo.InvariantCulture)} seconds";
            }
        }

        return null;
    }
}
