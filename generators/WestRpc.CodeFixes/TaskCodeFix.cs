using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace WestRpc.CodeFixes;

/// <summary>
/// The mend of a diagnostic. Whether of one or of all in a solution, all edits are made in one go; so each must be right where
/// another one has been made to the same code.
/// </summary>
public abstract class TaskCodeFix : CodeFixProvider
{
    private protected TaskCodeFix(string title, params DiagnosticDescriptor[] descriptors)
    {
        Title = title;
        FixableDiagnosticIds = [.. descriptors.Select(static d => d.Id)];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    private protected string Title { get; }

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => new AllAtOnce(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            Mend? mend = await Mend.BeginAsync(new SolutionEditor(context.Document.Project.Solution), context.Document, diagnostic, context.CancellationToken);
            if (mend is not null && CanFix(mend))
                context.RegisterCodeFix(Action(context.Document.Project.Solution, [diagnostic]), diagnostic);
        }
    }

    /// <summary>Whether the diagnostic can be mended; edits nothing.</summary>
    private protected virtual bool CanFix(Mend mend) => true;

    private protected abstract Task FixAsync(Mend mend);

    private CodeAction Action(Solution solution, ImmutableArray<Diagnostic> diagnostics) =>
        CodeAction.Create(Title, cancellation => FixAsync(solution, diagnostics, cancellation), equivalenceKey: GetType().Name);

    private async Task<Solution> FixAsync(Solution solution, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var editor = new SolutionEditor(solution);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Document? document = solution.GetDocument(diagnostic.Location.SourceTree);
            if (document is not null && await Mend.BeginAsync(editor, document, diagnostic, cancellation) is { } mend && CanFix(mend))
                await FixAsync(mend);
        }

        return editor.GetChangedSolution();
    }

    private sealed class AllAtOnce(TaskCodeFix fix) : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            IEnumerable<Project> projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
            var diagnostics = new List<Diagnostic>();
            if (context.Scope == FixAllScope.Document)
                diagnostics.AddRange(await context.GetDocumentDiagnosticsAsync(context.Document!));
            else
            {
                foreach (Project project in projects)
                    diagnostics.AddRange(await context.GetAllDiagnosticsAsync(project));
            }

            return diagnostics.Count == 0 ? null : fix.Action(context.Solution, [.. diagnostics]);
        }
    }
}
