using Basic.Reference.Assemblies;
using MessagePack;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using WestRpc.Generators;

namespace WestRpc.CodeFixes.Tests;

/// <summary>
/// A user's file before and after a fix, <c>{|WRPC001:Run|}</c> where the diagnostic is. Both are compiled with what is
/// generated from them; nothing is restored, since all references are files that are here.
/// </summary>
internal sealed class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private FixTest(string before, string after)
    {
        TestCode = before;
        FixedCode = after;
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipGeneratedCodeCheck;
        TestState.AdditionalReferences.AddRange(Net100.References.All);
        foreach (Type type in new[] { typeof(IWorkManager), typeof(MessagePackWriter), typeof(KeyAttribute) })
            TestState.AdditionalReferences.Add(type.Assembly);
    }

    /// <summary>Expects the fix, the same when all are fixed at once.</summary>
    public static Task ExpectAsync(string before, string after) => Program(before, after).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Expects the fix in a file of another project, to which the user's refers.</summary>
    public static Task ExpectInLibraryAsync(string before, string after, string library, string libraryAfter)
    {
        FixTest<TAnalyzer, TFix> test = Program(before, after);
        test.TestState.AdditionalProjectReferences.Add("Library");
        test.TestState.AdditionalProjects["Library"].Sources.Add(library);
        test.FixedState.AdditionalProjectReferences.Add("Library");
        test.FixedState.AdditionalProjects["Library"].Sources.Add(libraryAfter);
        foreach (SolutionState state in new[] { test.TestState, test.FixedState })
        {
            state.AdditionalProjects["Library"].AdditionalReferences.AddRange(Net100.References.All);
            state.AdditionalProjects["Library"].AdditionalReferences.Add(typeof(KeyAttribute).Assembly);
        }

        // The harness looks for changes in the diagnosed file there.
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInDocumentCheck;

        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Expects that no fix is offered.</summary>
    public static Task ExpectNoneAsync(string source) => Program(source, source).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Expects that one fix is made, and which diagnostics are left: a fix of all is not offered.</summary>
    public static Task ExpectOneAsync(string before, string after)
    {
        FixTest<TAnalyzer, TFix> test = Program(before, after);
        test.NumberOfFixAllIterations = 0;
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne | CodeFixTestBehaviors.SkipFixAllCheck;
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(WorkTaskGenerator)];

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Diagnose);

    protected override CompilationOptions CreateCompilationOptions() => new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable,
        specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]);

    private static FixTest<TAnalyzer, TFix> Program(string before, string after) => new(before, after);
}
