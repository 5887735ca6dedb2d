using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WestRpc.Generators.Tests;

/// <summary>The generator at work on a user's project, again and again as the user edits it.</summary>
/// <param name="options">What language the project is in; the newest one by default.</param>
/// <param name="isTracked">Whether what each step did can be asked for, which keeps alive what steps began with.</param>
internal sealed class GeneratorRun(CSharpParseOptions? options = null, bool isTracked = true)
{
    private GeneratorDriver driver = CSharpGeneratorDriver.Create(
        [new WorkTaskGenerator().AsSourceGenerator()],
        parseOptions: options ?? UserCode.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: isTracked));

    /// <summary>Runs the generator; what it knew of the project before is still cached.</summary>
    public GeneratorRunResult On(Compilation compilation, out Compilation withGenerated)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(
            compilation, out withGenerated, out _, TestContext.Current.CancellationToken);
        return driver.GetRunResult().Results.Single();
    }

    public GeneratorRunResult On(Compilation compilation) => On(compilation, out _);

    public static GeneratorRunResult Once(Compilation compilation) => new GeneratorRun().On(compilation);

    public static GeneratorRunResult Once(params string[] sources) => Once(UserCode.Compile(sources));
}
