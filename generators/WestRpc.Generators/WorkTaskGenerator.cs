using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using WestRpc.Generators.Emission;
using WestRpc.Generators.Model;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators;

/// <summary>
/// Adds to each <c>[WorkTask]</c> method the class of its calls: parse → model → emit, one method, one model, one file.
/// Stays silent where a method can't be a task; <see cref="Analyzers.WorkTaskAnalyzer"/> says why.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class WorkTaskGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step whose models are compared.</summary>
    public const string ModelStep = "WorkTaskModels";

    /// <summary>The name of the step that finds the catalogs of libraries.</summary>
    public const string CatalogStep = "WorkTaskCatalog";

    private const string ContractsProperty = "build_property.WorkTaskContractsFile";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Runs again at each keystroke, so it ends in models that compare by value: an edit elsewhere stops here.
        IncrementalValuesProvider<TaskModel> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                TaskParser.AttributeName,
                static (_, _) => true,
                // While a method is being typed, what is marked may be something else.
                static (marked, cancellation) => marked.TargetSymbol is IMethodSymbol method
                    ? TaskParser.Parse(method, cancellation, out _)
                    : null)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!)
            .WithTrackingName(ModelStep);

        context.RegisterSourceOutput(models, static (output, task) => output.AddSource(task.HintName, TaskEmitter.Emit(task)));

        // The only step that collects: whether there is a task at all, and the contracts where a project commits them.
        IncrementalValueProvider<ImmutableArray<TaskModel>> all = models.Collect();
        IncrementalValueProvider<bool> hasTasks = all.Select(static (all, _) => all.Length > 0);
        IncrementalValueProvider<CatalogModel> catalog = context.CompilationProvider
            .Select(CatalogParser.Parse)
            .WithTrackingName(CatalogStep);
        context.RegisterSourceOutput(catalog.Combine(hasTasks), static (output, found) =>
        {
            if (CatalogEmitter.Emit(found.Left, found.Right) is { } source)
                output.AddSource(CatalogEmitter.HintName, source);
        });

        IncrementalValueProvider<bool> commits = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue(ContractsProperty, out string? file) && file.Length > 0);
        IncrementalValueProvider<string?> contracts = all.Combine(commits).Select(static (found, _) =>
            found.Right ? ContractsFile.Write(found.Left.Select(static t => t.Contract)) : null);
        context.RegisterSourceOutput(contracts, static (output, contracts) =>
        {
            if (contracts is not null)
                output.AddSource(ContractsEmitter.HintName, ContractsEmitter.Emit(contracts));
        });
    }
}
