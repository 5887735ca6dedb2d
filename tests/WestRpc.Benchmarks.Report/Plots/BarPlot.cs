using ScottPlot;
using WestRpc.Benchmarks.Report.Tables;

namespace WestRpc.Benchmarks.Report.Plots;

/// <summary>One bar for each subject, on a logarithmic axis, with its name before it and its value behind.</summary>
internal static class BarPlot
{
    // A bar on a logarithmic axis has to begin somewhere: below the least, so that each is seen.
    private const double Below = 3;
    private const double Above = 12;
    private const double AboveTwo = 1_000;

    /// <summary>Null where there is nothing to show.</summary>
    public static Plot? Of(string title, string unit, IEnumerable<(string Subject, double Value, double? Second)> values, string? secondName = null)
    {
        (string Subject, double Value, double? Second)[] shown = [.. values.Where(static v => v.Value > 0).Reverse()];
        if (shown.Length == 0)
            return null;
        var plot = new Plot();
        plot.Title(title);
        plot.XLabel(unit);
        double least = shown.Min(static v => v.Value) / Below;
        double most = shown.Max(static v => Math.Max(v.Value, v.Second ?? 0)) * (secondName is null ? Above : AboveTwo);
        for (int i = 0; i < shown.Length; i++)
        {
            (string subject, double value, double? second) = shown[i];
            var bar = plot.Add.Bar(new Bar
            {
                Position = i,
                Value = Math.Log10(value),
                ValueBase = Math.Log10(least),
                FillColor = SubjectColors.Of(subject),
                LineWidth = 0,
                Size = 0.7,
                Orientation = Orientation.Horizontal,
            });
            bar.Horizontal = true;
            var text = plot.Add.Text(
                second is { } s ? $"{Numbers.Text(value)}  ({secondName} {Numbers.Text(s)})" : Numbers.Text(value),
                Math.Log10(second is null ? value : Math.Max(value, second.Value)), i);
            text.LabelFontName = PlotFile.Font;
            text.LabelFontSize = 14;
            text.LabelAlignment = Alignment.MiddleLeft;
            text.OffsetX = 8;
            if (second is not { } end)
                continue;
            var line = plot.Add.Line(Math.Log10(value), i, Math.Log10(Math.Max(end, value)), i);
            line.Color = SubjectColors.Of(subject);
            line.LineWidth = 3;
            line.MarkerSize = 0;
        }

        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. Enumerable.Range(0, shown.Length).Select(static i => (double)i)], [.. shown.Select(static s => s.Subject)]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickGenerator = Axes.Decades(least, most, Axes.Short);
        plot.Axes.SetLimits(Math.Log10(least), Math.Log10(most), -0.7, shown.Length - 0.3);
        return plot;
    }
}
