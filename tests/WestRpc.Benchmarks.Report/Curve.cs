using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report;

/// <summary>What share of the cores computes, by the length of the tasks.</summary>
internal sealed record Curve(string Subject, bool IsSimulated, (double Seconds, double Share)[] Points)
{
    /// <summary>The measured ones first.</summary>
    public static IEnumerable<Curve> All(FigureSet figures) =>
    [
        .. figures.SubjectsOf(Quantities.Stretch).Select(s => new Curve(s, false, Shares(figures.Of(Quantities.Stretch), s, static stretch => 1 / stretch))),
        .. figures.SubjectsOf(Quantities.Simulated).Select(s => new Curve(s, true, Shares(figures.Of(Quantities.Simulated), s, static share => share))),
    ];

    /// <summary>The length from which on at least this share computes, between two that were measured; null where none is long enough.</summary>
    public double? From(double share)
    {
        int last = Array.FindLastIndex(Points, p => p.Share < share);
        if (last == Points.Length - 1)
            return null;
        if (last < 0)
            return Points[0].Seconds;
        ((double x0, double y0), (double x1, double y1)) = (Points[last], Points[last + 1]);
        return x0 * Math.Pow(x1 / x0, (share - y0) / (y1 - y0));
    }

    private static (double, double)[] Shares(IEnumerable<Figure> figures, string subject, Func<double, double> share) =>
        [.. figures.Where(f => f.Subject == subject).OrderBy(static f => f.At).Select(f => (f.At!.Value, share(f.Median)))];
}
