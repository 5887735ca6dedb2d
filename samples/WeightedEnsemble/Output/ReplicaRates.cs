using ScottPlot;
using ScottPlot.TickGenerators;
using WeightedEnsemble.Analysis;

namespace WeightedEnsemble.Output;

/// <summary>The rate of each replica with the interval from within it, and the one between them.</summary>
internal static class ReplicaRates
{
    public static void Draw(Plot plot, ReplicaAnalysis analysis)
    {
        double exact = analysis.Exact.PerSegment;
        (double Seed, RateEstimate Rate)[] shown = [.. analysis.Rates.Where(static r => r.Rate is not null).Select(static r => ((double)r.Seed, r.Rate!))];
        double first = analysis.Rates[0].Seed - 0.5;
        double last = analysis.Rates[^1].Seed + 0.5;

        // In units of the exact rate: a linear axis with tiny numbers would need an exponent at its end.
        if (analysis.Between is { } between)
        {
            var interval = plot.Add.Rectangle(first, last, between.Low / exact, between.High / exact);
            interval.FillColor = PlotStyle.Mean.WithAlpha(0.2);
            interval.LineWidth = 0;
            interval.LegendText = "95 % interval between replicas";
            plot.Add.HorizontalLine(between.Mean / exact, 2.5f, PlotStyle.Mean).LegendText = "mean";
        }

        foreach ((double seed, RateEstimate rate) in shown)
        {
            var bar = plot.Add.Line(seed, rate.Low / exact, seed, rate.High / exact);
            bar.LineColor = PlotStyle.Data;
            bar.LineWidth = 3;
        }

        var dots = plot.Add.ScatterPoints(
            shown.Select(static r => r.Seed).ToArray(), shown.Select(r => r.Rate.Mean / exact).ToArray(), PlotStyle.Mean);
        dots.MarkerSize = 9;
        dots.LegendText = "one replica, with its 95 % interval";
        plot.Add.HorizontalLine(1, 2.5f, PlotStyle.Exact, LinePattern.Dashed).LegendText = "exact rate";
        plot.Axes.SetLimitsX(first, last);
        double most = shown.Select(r => r.Rate.High / exact).Append(1).Max();
        double least = shown.Select(r => r.Rate.Low / exact).Append(1).Min();
        plot.Axes.SetLimitsY(least - (0.35 * (most - least)), most + (0.1 * (most - least)));
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };
        plot.Title("Rates");
        plot.XLabel("Seed");
        plot.YLabel("Rate / exact rate");
        plot.ShowLegend(Alignment.LowerRight, Orientation.Horizontal);
    }
}
