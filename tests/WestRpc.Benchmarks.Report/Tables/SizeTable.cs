using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report.Tables;

/// <summary>MB/s of arguments that come back: a row for each subject, a column for each size.</summary>
internal static class SizeTable
{
    public static string Of(FigureSet figures) => !figures.Of(Quantities.Echo).Any()
        ? new MarkdownTable("").ToString()
        : "![Arguments that come back, by size](plots/sizes.png)\n\n" +
        $"One at a time, MB/s each way:\n\n{Table(figures, Quantities.Echo)}\n" +
        $"Several in flight (100; fewer where that were more than 128 MiB), MB/s each way:\n\n{Table(figures, Quantities.EchoMany)}";

    private static string Table(FigureSet figures, string quantity)
    {
        double[] sizes = [.. figures.Of(quantity).Select(static f => f.At!.Value).Distinct().Order()];
        var table = new MarkdownTable(["", .. sizes.Select(Numbers.Bytes)]);
        foreach (string subject in figures.SubjectsOf(quantity))
            table.Add([subject, .. sizes.Select(s => Numbers.Text(figures.Find(quantity, subject, Placements.All, s)))]);
        return table.ToString();
    }
}
