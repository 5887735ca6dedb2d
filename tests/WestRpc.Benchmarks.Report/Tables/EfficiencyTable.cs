using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report.Tables;

/// <summary>From which length of a task on 90 % and 99 % of the cores compute.</summary>
internal static class EfficiencyTable
{
    public static string Of(FigureSet figures)
    {
        var table = new MarkdownTable("", "90 % of the cores from", "99 % from", "at 1 ms", "at 10 ms", "log-normal, mean 1 ms");
        foreach (Curve curve in Curve.All(figures))
        {
            table.Add(
                curve.IsSimulated ? $"{curve.Subject}, simulated" : curve.Subject,
                From(curve, 0.9), From(curve, 0.99), At(curve, 1e-3), At(curve, 1e-2),
                figures.Find(Quantities.Uneven, curve.Subject) is { } uneven ? Percent(1 / uneven.Median) : "–");
        }

        return !Curve.All(figures).Any() ? table.ToString() : $"![What of the cores computes, by length of the tasks](plots/efficiency.png)\n\n{table}";
    }

    private static string From(Curve curve, double share) => curve.From(share) is { } seconds
        ? seconds <= curve.Points[0].Seconds ? $"{Numbers.Seconds(seconds)} or less" : Numbers.Seconds(seconds)
        : $"more than {Numbers.Seconds(curve.Points[^1].Seconds)}";

    private static string At(Curve curve, double seconds) =>
        curve.Points.FirstOrDefault(p => Math.Abs((p.Seconds / seconds) - 1) < 0.01) is { Seconds: > 0 } point ? Percent(point.Share) : "–";

    private static string Percent(double share) => $"{100 * share:F1} %";
}
