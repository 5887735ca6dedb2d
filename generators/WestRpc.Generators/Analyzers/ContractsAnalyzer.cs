using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using WestRpc.Generators.Model;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Analyzers;

/// <summary>Compares the contracts of tasks with those in the file that was committed, where a project has one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractsAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The build marks the file by this.</summary>
    public const string FileMark = "build_metadata.AdditionalFiles.WorkTaskContracts";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Diagnostics.ContractChanged, Diagnostics.ContractNew, Diagnostics.ContractLeft];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.FindTaskAttribute() is not { } attribute ||
                start.Options.AdditionalFiles.FirstOrDefault(f => IsMarked(start.Options, f)) is not { } file ||
                file.GetText(start.CancellationToken) is not { } text)
                return;
            var comparison = new Comparison(file.Path, text);
            start.RegisterSymbolAction(
                context =>
                {
                    if (context.Symbol.AsTask(attribute) is { } method)
                        comparison.Compare(method, context.ReportDiagnostic, context.CancellationToken);
                },
                SymbolKind.Method);
            start.RegisterCompilationEndAction(end => comparison.ReportLeft(end.ReportDiagnostic));
        });
    }

    private static bool IsMarked(AnalyzerOptions options, AdditionalText file) =>
        options.AnalyzerConfigOptionsProvider.GetOptions(file).TryGetValue(FileMark, out string? mark) && mark == "true";

    private sealed class Comparison(string path, SourceText text)
    {
        private readonly IReadOnlyList<CommittedContract> committed = ContractsFile.Read(text);
        private readonly ConcurrentDictionary<CommittedContract, bool> found = new();

        private string Name { get; } = System.IO.Path.GetFileName(path);

        public void Compare(IMethodSymbol method, Action<Diagnostic> report, CancellationToken cancellation)
        {
            string identity = TaskNames.Identity(method);
            CommittedContract? before = committed.FirstOrDefault(c => c.IsOf(identity));
            if (before is not null)
                found[before] = true;

            // What is wrong with a task that can't be one is said elsewhere.
            if (TaskParser.Parse(method, cancellation, out _) is not { } task || before?.Text == task.Contract)
                return;
            report(before is null
                ? Diagnostic.Create(Diagnostics.ContractNew, method.Locations[0], identity, Name)
                : Diagnostic.Create(
                    Diagnostics.ContractChanged, method.Locations[0], identity,
                    ContractDifference.Describe(identity, before.Text, task.Contract, Name, "the code")));
        }

        public void ReportLeft(Action<Diagnostic> report)
        {
            foreach (CommittedContract left in committed.Where(c => !found.ContainsKey(c)))
                report(Diagnostic.Create(
                    Diagnostics.ContractLeft, Location.Create(path, left.Span, text.Lines.GetLinePositionSpan(left.Span)), left.Text.Split('\n')[0], Name));
        }
    }
}
