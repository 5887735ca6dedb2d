using System.Globalization;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report.Tables;

/// <summary>Numbers as a reader wants them.</summary>
internal static class Numbers
{
    /// <summary>Three digits without zeros behind the last, and the thousands apart.</summary>
    public static string Text(double value)
    {
        if (value == 0)
            return "0";
        double magnitude = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 2);
        double rounded = Math.Round(value / magnitude) * magnitude;
        int decimals = Math.Clamp(-(int)Math.Round(Math.Log10(magnitude)), 0, 6);
        return rounded.ToString($"#,0.{new string('#', decimals)}", CultureInfo.InvariantCulture);
    }

    public static string Text(Figure? figure) => figure is null ? "–" : Text(figure.Median);

    /// <summary>With the largest unit that leaves a whole number.</summary>
    public static string Bytes(double value) => value switch
    {
        >= 1 << 20 => $"{value / (1 << 20):0.#} MiB",
        >= 1 << 10 => $"{value / (1 << 10):0.#} KiB",
        _ => $"{value:0} B",
    };

    public static string Seconds(double value) => value switch
    {
        >= 1 => $"{Text(value)} s",
        >= 1e-3 => $"{Text(value * 1e3)} ms",
        _ => $"{Text(value * 1e6)} µs",
    };
}
