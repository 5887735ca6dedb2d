using ScottPlot;

namespace WestRpc.Benchmarks.Report.Plots;

/// <summary>Plots beside or below each other in one picture.</summary>
internal sealed class PlotFile(int columns, int width, int height, params Plot?[] plots)
{
    public const string Font = "DejaVu Sans";

    /// <summary>Draws those that have something to show; no file where none has.</summary>
    public void Save(string path)
    {
        Fonts.AddFontFile(Font, Path.Combine(AppContext.BaseDirectory, "Fonts", "DejaVuSans.ttf"));
        Plot[] drawn = [.. plots.OfType<Plot>()];
        if (drawn.Length == 0)
        {
            File.Delete(path);
            return;
        }

        var all = new Multiplot();
        all.Subplots.RemoveAt(0); // the one that it begins with
        foreach (Plot plot in drawn)
        {
            Style(plot);
            all.AddPlot(plot);
        }

        all.Layout = new ScottPlot.MultiplotLayouts.Grid((drawn.Length + columns - 1) / columns, Math.Min(columns, drawn.Length));
        all.SavePng(path, width, height);
    }

    private static void Style(Plot plot)
    {
        plot.Font.Set(Font);
        plot.Axes.Title.Label.FontSize = 20;
        plot.Axes.Title.Label.Bold = false;
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.Label.FontSize = 17;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 15;
        }

        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Right.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        plot.Axes.Right.MinimumSize = 30;
        plot.Legend.FontSize = 15;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.Transparent;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.1);
    }
}
