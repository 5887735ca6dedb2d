using WestRpc.Benchmarks.Figures;
using WestRpc.Benchmarks.Report.Plots;
using WestRpc.Benchmarks.Report.Tables;

namespace WestRpc.Benchmarks.Report;

/// <summary>Writes what was measured into a document, and leaves what people wrote there.</summary>
internal static class ReportWriter
{
    /// <exception cref="InvalidDataException">The document has not the regions that are written.</exception>
    public static void Write(Results results, string document)
    {
        var figures = new FigureSet(results.Figures);
        string text = File.ReadAllText(document);
        string folder = Path.ChangeExtension(document, null);
        string link = Path.GetFileName(folder);
        Directory.CreateDirectory(folder);
        foreach ((string region, string content) in Regions(results, figures))
            text = MarkedRegion.Replace(text, region, content.Replace("](plots/", $"]({link}/", StringComparison.Ordinal));
        foreach ((string name, PlotFile plot) in AllPlots.Of(figures))
            plot.Save(Path.Combine(folder, $"{name}.png"));
        File.WriteAllText(document, text);
    }

    private static IEnumerable<(string Region, string Content)> Regions(Results results, FigureSet figures) =>
    [
        ("machine", MachineTable.Of(results)),
        ("goals", GoalTable.Of(figures)),
        ("rates", SubjectTables.Rates(figures)),
        ("latencies", SubjectTables.Latencies(figures)),
        ("sizes", SizeTable.Of(figures)),
        ("processor-time", SubjectTables.ProcessorTime(figures)),
        ("waiting", SubjectTables.Waiting(figures)),
        ("efficiency", EfficiencyTable.Of(figures)),
        ("in-process", SubjectTables.InProcess(figures)),
    ];
}
