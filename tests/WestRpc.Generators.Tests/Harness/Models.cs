using Microsoft.CodeAnalysis;
using WestRpc.Generators.Model;
using WestRpc.Generators.Parsing;

namespace WestRpc.Generators.Tests;

/// <summary>The models that the generator makes of a project's tasks.</summary>
internal static class Models
{
    public static TaskModel[] Of(Compilation compilation) =>
    [
        .. compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Member, TestContext.Current.CancellationToken)
            .OfType<IMethodSymbol>()
            .Where(static m => m.GetAttributes().Any(static a => a.AttributeClass?.ToDisplayString() == TaskParser.AttributeName))
            .OrderBy(static m => m.ToDisplayString(), StringComparer.Ordinal)
            .Select(static m => TaskParser.Parse(m, CancellationToken.None, out _)!),
    ];

    /// <summary>Of a class <c>Work</c> with the given members and a record <c>Segment</c>.</summary>
    public static TaskModel OfClass(string members, string segment = "int Id, double[] Position") => Assert.Single(Of(UserCode.Compile(
        $"using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using WestRpc; static partial class Work {{ {members} }} record Segment({segment});")));
}
