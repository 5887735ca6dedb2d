using ScottPlot;

namespace WestRpc.Benchmarks.Report.Plots;

/// <summary>A line for each subject; the names stand beside, not over, the data.</summary>
internal static class LinePlot
{
    public static Plot Of(string title, string x, string y, IEnumerable<(string Subject, bool IsDashed, (double X, double Y)[] Points)> lines)
    {
        var plot = new Plot();
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        foreach ((string subject, bool isDashed, (double X, double Y)[] points) in lines)
        {
            var line = plot.Add.Scatter(points.Select(static p => p.X).ToArray(), points.Select(static p => p.Y).ToArray(), SubjectColors.Of(subject));
            line.LegendText = subject;
            line.LineWidth = 2.5f;
            line.MarkerSize = isDashed ? 0 : 7;
            line.LinePattern = isDashed ? LinePattern.Dashed : LinePattern.Solid;
        }

        plot.Layout.Fixed(new PixelPadding(left: 105, right: 290, bottom: 75, top: 45)); // so that plots below each other are in line
        plot.ShowLegend(Edge.Right).Legend.FontName = PlotFile.Font;
        return plot;
    }
}
