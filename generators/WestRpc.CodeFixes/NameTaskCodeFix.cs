using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WestRpc.Generators.Analyzers;
using WestRpc.Generators.Model;
using WestRpc.Generators.Parsing;

namespace WestRpc.CodeFixes;

/// <summary>Gives a task a name of its own, made of its parameters' names. Not for all at once: of two overloads one can keep its name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NameTaskCodeFix() : TaskCodeFix("Give the task a name of its own", Diagnostics.Overload, Diagnostics.NameTaken)
{
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    private protected override bool CanFix(Mend mend) => mend.MethodSymbol is { } method && AttributeOf(mend, method) is not null;

    private protected override Task FixAsync(Mend mend)
    {
        IMethodSymbol method = mend.MethodSymbol!;
        string name = SyntaxFactory.Literal($"{method.ContainingType.ToCanonical()}.{FreeName(method)}").Text;
        AttributeArgumentSyntax argument = SyntaxFactory.AttributeArgument(SyntaxFactory.ParseExpression(name))
            .WithNameEquals(SyntaxFactory.NameEquals("Name"));
        mend.Document.ReplaceNode(AttributeOf(mend, method)!, (a, _) => WithName((AttributeSyntax)a, argument));
        return Task.CompletedTask;
    }

    private static AttributeSyntax WithName(AttributeSyntax attribute, AttributeArgumentSyntax name)
    {
        IEnumerable<AttributeArgumentSyntax> others = attribute.ArgumentList?.Arguments
            .Where(static a => a.NameEquals?.Name.Identifier.ValueText != "Name") ?? [];
        return attribute.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SeparatedList([name, .. others])));
    }

    /// <summary>The method by what it takes: <c>EnergyByPositionAndCharges</c>.</summary>
    private static string FreeName(IMethodSymbol method)
    {
        string[] arguments = [.. method.Parameters.Where(static p => TaskParser.Role(p.Type) == ParameterRole.Argument && p.Name.Length > 0)
            .Select(static p => char.ToUpperInvariant(p.Name[0]) + p.Name.Substring(1))];
        string name = arguments.Length == 0 ? method.Name : $"{method.Name}By{string.Join("And", arguments)}";
        HashSet<string> taken =
        [
            TaskNames.Envelope(method), method.ContainingType.Name,
            .. TaskNames.Others(method).Select(TaskNames.Envelope), .. method.ContainingType.GetMembers().Select(static m => m.Name),
        ];
        string unique = name;
        for (int i = 2; taken.Contains(unique + "Task"); i++)
            unique = name + i;
        return unique;
    }

    private static AttributeSyntax? AttributeOf(Mend mend, IMethodSymbol method) =>
        TaskNames.Attribute(method)?.ApplicationSyntaxReference is { } reference && reference.SyntaxTree == mend.Node.SyntaxTree
            ? mend.Document.OriginalRoot.FindNode(reference.Span) as AttributeSyntax
            : null;
}
