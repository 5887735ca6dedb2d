using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace WestRpc.CodeFixes;

/// <summary>One diagnostic that is being mended, in a solution that is being edited.</summary>
internal sealed class Mend
{
    private readonly SolutionEditor editor;

    private Mend(SolutionEditor editor, Diagnostic diagnostic, DocumentEditor document, SyntaxNode node, CancellationToken cancellation)
    {
        this.editor = editor;
        Diagnostic = diagnostic;
        Document = document;
        Node = node;
        Cancellation = cancellation;
    }

    public Diagnostic Diagnostic { get; }

    /// <summary>Edits the file in which the diagnostic is.</summary>
    public DocumentEditor Document { get; }

    /// <summary>What the diagnostic is on.</summary>
    public SyntaxNode Node { get; }

    public SemanticModel Model => Document.SemanticModel;

    public CancellationToken Cancellation { get; }

    /// <summary>The method around it, whose name it is on in most cases.</summary>
    public MethodDeclarationSyntax? Method => Node.FirstAncestorOrSelf<MethodDeclarationSyntax>();

    public IMethodSymbol? MethodSymbol => Method is { } method ? Model.GetDeclaredSymbol(method, Cancellation) : null;

    public static async Task<Mend?> BeginAsync(
        SolutionEditor editor, Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        DocumentEditor edited = await editor.GetDocumentEditorAsync(document.Id, cancellation);
        return edited.OriginalRoot.FullSpan.Contains(diagnostic.Location.SourceSpan)
            ? new Mend(editor, diagnostic, edited, edited.OriginalRoot.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), cancellation)
            : null;
    }

    /// <summary>Whether a declaration of the symbol is in a file that somebody can edit: generated ones are not.</summary>
    public bool CanEdit(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Any(r => editor.OriginalSolution.GetDocument(r.SyntaxTree) is not null);

    /// <summary>The declarations of a symbol, each with the editor of its file; files that nobody can edit are left out.</summary>
    public async Task<IReadOnlyList<(DocumentEditor Document, SyntaxNode Node)>> DeclarationsAsync(ISymbol symbol)
    {
        var found = new List<(DocumentEditor, SyntaxNode)>();
        foreach (SyntaxReference reference in symbol.DeclaringSyntaxReferences)
        {
            if (editor.OriginalSolution.GetDocument(reference.SyntaxTree) is not { } document)
                continue;
            DocumentEditor edited = await editor.GetDocumentEditorAsync(document.Id, Cancellation);
            found.Add((edited, edited.OriginalRoot.FindNode(reference.Span, getInnermostNodeForTie: true)));
        }

        return found;
    }

    /// <summary>The type as source: the simplifier shortens it, and adds a <c>using</c> where that is missing.</summary>
    public SyntaxNode TypeNamed(string metadataName) =>
        Document.Generator.TypeExpression(Model.Compilation.GetTypeByMetadataName(metadataName)!)
            .WithAdditionalAnnotations(Simplifier.AddImportsAnnotation);

    public SyntaxNode AttributeNamed(string metadataName, params SyntaxNode[] arguments) => Document.Generator.Attribute(
        TypeNamed(metadataName), arguments.Length == 0 ? null : arguments.Select(Document.Generator.AttributeArgument));
}
