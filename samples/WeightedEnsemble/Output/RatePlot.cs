using System.Numerics;
using ScottPlot;
using ScottPlot.MultiplotLayouts;
using WeightedEnsemble.Analysis;
using WeightedEnsemble.Model;
using WeightedEnsemble.Sampling;

namespace WeightedEnsemble.Output;

/// <summary>
/// <c>rate.png</c>: flux over iterations, or the rates of replicas; the steady state by bins against theory, and walkers in
/// each bin.
/// </summary>
internal sealed class RatePlot(SimulationInput input, IReadOnlyList<Replica> replicas, ReplicaAnalysis analysis)
{
    private const int Width = 1800;
    private const int Height = 1300;
    private const int MostPoints = 4_000;

    private readonly IReadOnlyList<IterationRecord> records = replicas[0].Records;
    private readonly ExactRate exact = analysis.Exact;

    public void Save(string path)
    {
        PlotStyle.AddFont();
        var plots = new Multiplot();
        plots.AddPlots(3);
        var layout = new CustomGrid();
        layout.Set(plots.GetPlot(0), new GridCell(0, 0, 2, 1));
        layout.Set(plots.GetPlot(1), new GridCell(1, 0, 2, 2));
        layout.Set(plots.GetPlot(2), new GridCell(1, 1, 2, 2));
        plots.Layout = layout;
        if (replicas.Count == 1)
            DrawFlux(plots.GetPlot(0), analysis.Rates[0].Rate);
        else
            ReplicaRates.Draw(plots.GetPlot(0), analysis);
        DrawProbability(plots.GetPlot(1));
        DrawWalkers(plots.GetPlot(2));
        foreach (Plot plot in plots.GetPlots())
            plot.Style();
        plots.SavePng(path, Width, Height);
    }

    private void DrawFlux(Plot plot, RateEstimate? rate)
    {
        IterationRecord[] arrivals = [.. records.Where(static r => r.Flux > 0)];
        int every = Math.Max(1, arrivals.Length / MostPoints);
        IterationRecord[] shown = [.. arrivals.Where((_, i) => i % every == 0)];
        var dots = plot.Add.ScatterPoints(
            shown.Select(static r => (double)r.Iteration).ToArray(), shown.Select(static r => Math.Log10(r.Flux)).ToArray(), PlotStyle.Data.WithAlpha(0.5));
        dots.MarkerSize = 4;
        dots.LegendText = "flux in one iteration";

        int last = records.Count;
        if (rate is not null)
        {
            var interval = plot.Add.Rectangle(input.Discard, last, Math.Log10(Math.Max(rate.Low, double.Epsilon)), Math.Log10(rate.High));
            interval.FillColor = PlotStyle.Mean.WithAlpha(0.2);
            interval.LineWidth = 0;
            interval.LegendText = "95 % confidence interval";
        }

        (double[] x, double[] y) = RunningMean();
        if (x.Length > 0)
        {
            var mean = plot.Add.ScatterLine(x, y, PlotStyle.Mean);
            mean.LineWidth = 3;
            mean.LegendText = $"running mean after iteration {input.Discard:N0}";
        }

        var line = plot.Add.HorizontalLine(Math.Log10(exact.PerSegment), 2.5f, PlotStyle.Exact, LinePattern.Dashed);
        line.LegendText = "exact rate";
        plot.Axes.SetLimitsX(0, last);

        // The first iterations, before the target is reached for good, are not what the picture is about.
        double least = arrivals.Where(r => r.Iteration > last / 10).Select(static r => r.Flux).DefaultIfEmpty(exact.PerSegment).Min();
        double most = arrivals.Select(static r => r.Flux).Append(exact.PerSegment).Max();
        plot.Axes.SetLimitsY(Math.Floor(Math.Log10(Math.Min(least, exact.PerSegment))) - 0.5, Math.Log10(most) + 0.3);
        plot.Title("Flux into the target");
        plot.XLabel("Iteration");
        plot.YLabel("Flux per segment time");
        plot.LogarithmicLeft();
        plot.ShowLegend(Alignment.LowerRight);
    }

    private (double[] X, double[] Y) RunningMean()
    {
        var x = new List<double>();
        var y = new List<double>();
        double sum = 0;
        for (int i = input.Discard; i < records.Count; i++)
        {
            sum += records[i].Flux;
            if (sum <= 0)
                continue;
            x.Add(records[i].Iteration);
            y.Add(Math.Log10(sum / (i - input.Discard + 1)));
        }

        return ([.. x], [.. y]);
    }

    private void DrawProbability(Plot plot)
    {
        double[] centers = Centers();
        double[] theory = exact.BinProbabilities();
        double[] measured = BinMeans(static r => r.BinWeights);
        double visible = measured.Where(static p => p > 0).Min() / 100;
        (double[] x, double[] y) = Above(0, centers, measured);
        (double[] tx, double[] ty) = Above(visible, centers, theory);
        var line = plot.Add.ScatterLine(tx, ty, PlotStyle.Exact);
        line.LineWidth = 2.5f;
        line.LegendText = "exact, with source and sink";
        var dots = plot.Add.ScatterPoints(x, y, PlotStyle.Mean);
        dots.MarkerSize = 8;
        dots.LegendText = "weighted ensemble";
        plot.Title("Steady state");
        plot.XLabel("x");
        plot.YLabel("Probability in a bin");
        plot.LogarithmicLeft();
        plot.ShowLegend(input.Target.Above is null ? Alignment.LowerRight : Alignment.LowerCenter);
    }

    private void DrawWalkers(Plot plot)
    {
        double[] centers = Centers();
        double[] means = BinMeans(static r => r.BinCounts);
        for (int i = 0; i < centers.Length; i++)
        {
            if (means[i] == 0)
                continue;
            var bar = plot.Add.Bar(centers[i], means[i]);
            bar.Bars[0].Size = 0.9 * (input.BinBoundaries[i + 1] - input.BinBoundaries[i]);
            bar.Bars[0].FillColor = PlotStyle.Data;
            bar.Bars[0].LineWidth = 0;
        }

        plot.Axes.SetLimitsY(0, 1.15 * input.WalkersPerBin);
        plot.Title("Walkers");
        plot.XLabel("x");
        plot.YLabel("Mean number in a bin");
    }

    /// <summary>Over the iterations that count, of all replicas.</summary>
    private double[] BinMeans<T>(Func<IterationRecord, T[]> of)
        where T : INumber<T>
    {
        double[] sums = new double[input.BinCount];
        int count = 0;
        foreach (IterationRecord record in replicas.SelectMany(static r => r.Counted))
        {
            T[] values = of(record);
            for (int i = 0; i < sums.Length; i++)
                sums[i] += double.CreateChecked(values[i]);
            count++;
        }

        return [.. sums.Select(s => s / count)];
    }

    private double[] Centers() =>
        [.. Enumerable.Range(0, input.BinCount).Select(i => (input.BinBoundaries[i] + input.BinBoundaries[i + 1]) / 2)];

    private static (double[] X, double[] Y) Above(double least, double[] x, double[] y)
    {
        int[] shown = [.. Enumerable.Range(0, x.Length).Where(i => y[i] > least)];
        return ([.. shown.Select(i => x[i])], [.. shown.Select(i => Math.Log10(y[i]))]);
    }
}
