using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report.Tables;

/// <summary>Tables with a row for each subject.</summary>
internal static class SubjectTables
{
    public static string Rates(FigureSet figures) => Table(
        figures,
        "![Small tasks a second](plots/rates.png)",
        ("small tasks a second, one submit each", Quantities.Rate, Placements.All), ("all given at once", Quantities.RateMany, Placements.All),
        ("one submit each, on one CPU", Quantities.Rate, Placements.One), ("all at once, on one CPU", Quantities.RateMany, Placements.One));

    public static string Latencies(FigureSet figures) => Table(
        figures,
        "![Round trips](plots/latencies.png)",
        ("round trip in µs, median", Quantities.Latency, Placements.All), ("99th percentile", Quantities.Latency99, Placements.All),
        ("on one CPU, median", Quantities.Latency, Placements.One), ("99th percentile", Quantities.Latency99, Placements.One));

    public static string ProcessorTime(FigureSet figures) => Table(
        figures,
        "![Processor time of a small task](plots/processor-time.png)",
        ("processor time for a small task in µs, all given at once: master", Quantities.MasterTime, Placements.All),
        ("workers", Quantities.WorkerTime, Placements.All),
        ("on one CPU: master", Quantities.MasterTime, Placements.One), ("workers", Quantities.WorkerTime, Placements.One),
        ("master at 1,000 tasks a second, % of a core", Quantities.MasterShare, Placements.All));

    public static string Waiting(FigureSet figures) => Table(
        figures,
        "![Memory, start-up, idling](plots/waiting.png)",
        ("memory of a queued task in bytes", Quantities.Queued, Placements.All), ("left of it afterwards", Quantities.Afterwards, Placements.All),
        ("first results from two workers after ms", Quantities.Start, Placements.All), ("idle, % of a core", Quantities.Idle, Placements.All));

    public static string InProcess(FigureSet figures) => Table(
        figures, "", ("ns a call", Quantities.CallTime, Placements.All), ("bytes allocated", Quantities.CallBytes, Placements.All));

    private static string Table(FigureSet figures, string plot, params (string Heading, string Quantity, string Placement)[] columns)
    {
        (string Heading, string Quantity, string Placement)[] measured = [.. columns.Where(c => figures.Of(c.Quantity, c.Placement).Any())];
        var table = new MarkdownTable(["", .. measured.Select(static c => c.Heading)]);
        foreach (string subject in figures.SubjectsOf([.. measured.Select(static c => c.Quantity)]))
            table.Add([subject, .. measured.Select(c => Numbers.Text(figures.Find(c.Quantity, subject, c.Placement)))]);
        return plot.Length == 0 || measured.Length == 0 ? table.ToString() : $"{plot}\n\n{table}";
    }
}
