using ScottPlot;
using WeightedEnsemble.Model;
using WeightedEnsemble.Output;
using PlotStyle = WeightedEnsemble.Output.PlotStyle;

namespace Gromacs;

/// <summary><c>distance.png</c>: the ions' distance over time, a line for each segment, the darker the more it weighs.</summary>
internal sealed class DistancePlot(IReadOnlyList<SegmentRecord> segments, Bins bins, RunOptions options)
{
    private const int Width = 1600;
    private const int Height = 900;
    private const double Faintest = 0.2;

    private readonly double heaviest = Math.Log(segments.Max(static s => s.Walker.Weight));
    private readonly double lightest = Math.Log(segments.Min(static s => s.Walker.Weight));

    public void Save(string path)
    {
        PlotStyle.AddFont();
        var plot = new Plot();
        double least = segments.Min(static s => s.Distances.Min());
        double most = segments.Max(static s => s.Distances.Max());
        foreach (double boundary in bins.Boundaries)
            plot.Add.HorizontalLine(boundary, 1, Colors.Black.WithAlpha(0.12));
        foreach (SegmentRecord segment in segments)
        {
            double[] times = [.. segment.Distances.Select((_, i) => options.Picoseconds * (segment.Iteration - 1 + ((double)i / (segment.Distances.Length - 1))))];
            var line = plot.Add.ScatterLine(times, segment.Distances, PlotStyle.Mean.WithAlpha(Darkness(segment.Walker.Weight)));
            line.LineWidth = 2;
        }

        var source = plot.Add.HorizontalLine(options.Distance, 2.5f, PlotStyle.Data, LinePattern.Dotted);
        source.LegendText = "trajectories begin";
        var target = plot.Add.HorizontalLine(Simulation.Target.Edge, 2.5f, PlotStyle.Exact, LinePattern.Dashed);
        target.LegendText = "the ions have met";
        double margin = 0.05 * (Math.Max(most, options.Distance) - Math.Min(least, Simulation.Target.Edge));
        plot.Axes.SetLimits(
            0, options.Picoseconds * options.Iterations, Math.Min(least, Simulation.Target.Edge) - margin, Math.Max(most, options.Distance) + margin);
        plot.Title("Na⁺ and Cl⁻ in water: the darker, the more weight");
        plot.XLabel("Time (ps)");
        plot.YLabel("Distance (nm)");
        plot.ShowLegend(Alignment.UpperLeft);
        plot.Style();
        plot.HideGrid();
        plot.Legend.SymbolWidth = 50;
        plot.SavePng(path, Width, Height);
    }

    /// <summary>By the weight's logarithm, over all that occur.</summary>
    private double Darkness(double weight) =>
        heaviest > lightest ? Faintest + ((1 - Faintest) * (Math.Log(weight) - lightest) / (heaviest - lightest)) : 1;
}
