using System.Text;

namespace WestRpc.Benchmarks.Report.Tables;

/// <summary>A table as Markdown has it: the first column names, the others hold numbers.</summary>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        if (rows.Count == 0)
            return "Not measured.\n";
        var text = new StringBuilder();
        Line(text, headings);
        Line(text, [.. headings.Select(static (_, i) => i == 0 ? "---" : "---:")]);
        foreach (string[] row in rows)
            Line(text, row);
        return text.ToString();
    }

    private static void Line(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select(static c => c.Replace("<", "&lt;", StringComparison.Ordinal))).Append(" |\n");
}
