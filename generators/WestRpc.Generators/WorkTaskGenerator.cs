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
    }
}
