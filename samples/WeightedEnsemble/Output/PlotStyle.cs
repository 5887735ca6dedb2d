using ScottPlot;
using ScottPlot.TickGenerators;

namespace WeightedEnsemble.Output;

/// <summary>How all plots look.</summary>
internal static class PlotStyle
{
    private const string Font = "DejaVu Sans";

    public static readonly Color Data = Color.FromHex("#7A9CC6");
    public static readonly Color Mean = Color.FromHex("#1F4E8C");
    public static readonly Color Exact = Color.FromHex("#C8502D");

    /// <summary>Once, before the first plot.</summary>
    public static void AddFont() => Fonts.AddFontFile(Font, Path.Combine(AppContext.BaseDirectory, "Fonts", "DejaVuSans.ttf"));

    /// <summary>Labels powers of ten, where what is plotted are logarithms.</summary>
    public static void LogarithmicLeft(this Plot plot) => plot.Axes.Left.TickGenerator = new NumericAutomatic
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new LogMinorTickGenerator(),
        LabelFormatter = static y => $"10{Superscript((int)Math.Round(y))}",
    };

    public static void Style(this Plot plot)
    {
        plot.Font.Set(Font);
        plot.Axes.Title.Label.FontSize = 26;
        plot.Axes.Title.Label.Bold = false;
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.Label.FontSize = 22;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 19;
        }

        plot.Legend.FontSize = 18;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(0.8);
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Axes.Top.IsVisible = false;

        // Not drawn, but the last label of the axis below needs the room.
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Right.TickGenerator = new EmptyTickGenerator();
        plot.Axes.Right.MinimumSize = 50;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
    }

    private static string Superscript(int exponent) => string.Concat(
        exponent.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(static c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
