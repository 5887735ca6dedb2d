using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace WestRpc.Generators.Model;

/// <summary>A contract in the committed file.</summary>
/// <param name="Text">Its canonical text.</param>
/// <param name="Span">Where its first line stands.</param>
internal sealed record CommittedContract(string Text, TextSpan Span)
{
    public bool IsOf(string identity) => Text.StartsWith(identity + "(", StringComparison.Ordinal);
}

/// <summary>
/// The text of <c>WorkTaskContractsFile</c>: the contracts of a project in ordinal order, an empty line between them, all but
/// their first lines indented; lines that begin with # mean nothing.
/// </summary>
internal static class ContractsFile
{
    private const string Indent = "  ";

    public static string Write(IEnumerable<string> contracts)
    {
        var text = new StringBuilder(
            """
            # What the tasks of this project take, return and send. The build wrote this file; commit it.
            # It says when a contract changes; dotnet build -p:UpdateWorkTaskContracts=true accepts that.

            """.Replace("\r", ""));
        foreach (string contract in contracts.OrderBy(static c => c, StringComparer.Ordinal))
            text.Append('\n').Append(contract.Replace("\n", "\n" + Indent)).Append('\n');
        return text.ToString();
    }

    public static IReadOnlyList<CommittedContract> Read(SourceText text)
    {
        var contracts = new List<CommittedContract>();
        foreach (TextLine line in text.Lines)
        {
            string content = line.ToString().TrimEnd();
            if (content.Length == 0 || content[0] == '#')
                continue;
            if (content.StartsWith(Indent, StringComparison.Ordinal) && contracts.Count > 0)
                contracts[contracts.Count - 1] = contracts[contracts.Count - 1] with { Text = $"{contracts[contracts.Count - 1].Text}\n{content.Substring(Indent.Length)}" };
            else
                contracts.Add(new CommittedContract(content, line.Span));
        }

        return contracts;
    }
}
