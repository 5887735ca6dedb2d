using ScottPlot;
using WestRpc.Benchmarks.Figures;
using WestRpc.Benchmarks.Report.Tables;

namespace WestRpc.Benchmarks.Report.Plots;

/// <summary>The pictures of the report, by the names of their files.</summary>
internal static class AllPlots
{
    private const int Width = 1_500;
    private const double MostShare = 0.999;

    public static IEnumerable<(string Name, PlotFile File)> Of(FigureSet figures) =>
    [
        ("rates", Bars(figures, 2, 640, ("Small tasks, one submit each", "tasks a second", Quantities.Rate), ("Small tasks, all given at once", "tasks a second", Quantities.RateMany))),
        ("latencies", new PlotFile(2, Width, 640, Latencies(figures, Placements.All), Latencies(figures, Placements.One))),
        ("sizes", new PlotFile(1, Width, 1_300, Sizes(figures, Quantities.Echo, "One at a time"), Sizes(figures, Quantities.EchoMany, "Several in flight"))),
        ("processor-time", Bars(figures, 2, 640, ("Master, a small task", "µs", Quantities.MasterTime), ("Workers, a small task", "µs", Quantities.WorkerTime))),
        ("waiting", Bars(
            figures, 2, 1_280, ("Memory of a queued task", "bytes", Quantities.Queued), ("First results from two workers", "ms", Quantities.Start), ("Idle", "% of a core", Quantities.Idle))),
        ("efficiency", new PlotFile(1, Width, 1_400, Efficiency(figures, isSimulated: false), Efficiency(figures, isSimulated: true))),
    ];

    private static PlotFile Bars(FigureSet figures, int columns, int height, params (string Title, string Unit, string Quantity)[] plots) => new(
        columns, Width, height,
        [.. plots.Select(p => BarPlot.Of(p.Title, p.Unit, figures.SubjectsOf(p.Quantity).Select(s => (s, figures.Find(p.Quantity, s)?.Median ?? 0, (double?)null))))]);

    private static Plot? Latencies(FigureSet figures, string placement) => BarPlot.Of(
        $"Round trip on {placement}", "µs, median; the line goes on to the 99th percentile",
        figures.SubjectsOf(Quantities.Latency).Select(s =>
            (s, figures.Find(Quantities.Latency, s, placement)?.Median ?? 0, figures.Find(Quantities.Latency99, s, placement)?.Median)),
        "p99");

    private static Plot? Sizes(FigureSet figures, string quantity, string title)
    {
        Figure[] all = [.. figures.Of(quantity)];
        if (all.Length == 0)
            return null;
        Plot plot = LinePlot.Of(
            $"Arguments that come back: {title.ToLowerInvariant()}", "size", "MB/s each way",
            figures.SubjectsOf(quantity).Select(s => (s, false, all.Where(f => f.Subject == s).OrderBy(static f => f.At).Select(static f => (Math.Log10(f.At!.Value), Math.Log10(f.Median))).ToArray())));
        plot.Axes.Bottom.TickGenerator = Axes.Ticks(all.Select(static f => f.At!.Value).Distinct().Select(static s => (s, Numbers.Bytes(s))));
        plot.Axes.Left.TickGenerator = Axes.Decades(all.Min(static f => f.Median), all.Max(static f => f.Median), Axes.Short);
        return plot;
    }

    private static Plot? Efficiency(FigureSet figures, bool isSimulated)
    {
        Curve[] curves = [.. Curve.All(figures).Where(c => c.IsSimulated == isSimulated)];
        if (curves.Length == 0)
            return null;
        Plot plot = LinePlot.Of(
            isSimulated ? "Simulated, on the dispatcher's own core" : "Measured, two workers", "processor time of a task", "cores that compute, %",
            curves.Select(static c => (c.Subject, c.IsSimulated, c.Points.Select(static p => (Math.Log10(p.Seconds), Nines(p.Share))).ToArray())));
        foreach (double share in (double[])[0.9, 0.99])
            plot.Add.HorizontalLine(Nines(share), 1.5f, Colors.Black.WithAlpha(0.5), LinePattern.Dotted);
        double[] lengths = [.. curves.SelectMany(static c => c.Points).Select(static p => p.Seconds)];
        plot.Axes.Bottom.TickGenerator = Axes.Decades(lengths.Min(), lengths.Max(), Numbers.Seconds);
        double[] shares = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, MostShare];
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. shares.Select(Nines)], [.. shares.Select(static s => $"{100 * s:0.#}")]);
        plot.Axes.SetLimits(Math.Log10(lengths.Min()) - 0.1, Math.Log10(lengths.Max()) + 0.1, 0, Nines(MostShare) + 0.1);
        return plot;
    }

    /// <summary>As far from 90 % to 99 % as from 99 % to 99.9 %: what is lost is what matters.</summary>
    private static double Nines(double share) => -Math.Log10(1 - Math.Clamp(share, 0, MostShare));
}
