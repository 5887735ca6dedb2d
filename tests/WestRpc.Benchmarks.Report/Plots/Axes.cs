using ScottPlot;
using ScottPlot.TickGenerators;

namespace WestRpc.Benchmarks.Report.Plots;

/// <summary>Logarithmic axes: what is drawn there is the logarithm to base 10.</summary>
internal static class Axes
{
    /// <summary>Ticks at these, with lines between decades.</summary>
    public static NumericManual Ticks(IEnumerable<(double Value, string Label)> ticks)
    {
        var generator = new NumericManual();
        foreach ((double value, string label) in ticks)
            generator.AddMajor(Math.Log10(value), label);
        return generator;
    }

    /// <summary>Each power of ten from one to another, with nine steps in between.</summary>
    public static NumericManual Decades(double least, double most, Func<double, string> label)
    {
        var generator = new NumericManual();
        for (int exponent = (int)Math.Floor(Math.Log10(least)); exponent <= Math.Ceiling(Math.Log10(most)); exponent++)
        {
            generator.AddMajor(exponent, label(Math.Pow(10, exponent)));
            for (int i = 2; i < 10; i++)
                generator.AddMinor(exponent + Math.Log10(i));
        }

        return generator;
    }

    /// <summary>A number without the zeros that a reader has to count.</summary>
    public static string Short(double value) => value switch
    {
        >= 1e6 => $"{value / 1e6:0.###} M",
        >= 1e3 => $"{value / 1e3:0.###} k",
        _ => value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture),
    };
}
