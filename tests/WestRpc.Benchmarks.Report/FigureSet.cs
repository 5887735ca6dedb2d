using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report;

/// <summary>The figures, to be asked for.</summary>
internal sealed class FigureSet(IEnumerable<Figure> figures)
{
    private readonly Figure[] all = [.. figures];

    /// <summary>The one, where it was measured.</summary>
    public Figure? Find(string quantity, string subject, string placement = Placements.All, double? at = null) =>
        Array.Find(all, f => f.Quantity == quantity && f.Subject == subject && f.Placement == placement && f.At == at);

    /// <summary>All of a quantity.</summary>
    public IEnumerable<Figure> Of(string quantity, string placement = Placements.All) =>
        all.Where(f => f.Quantity == quantity && f.Placement == placement);

    /// <summary>Who has figures of one of these, in the order of tables.</summary>
    public IEnumerable<string> SubjectsOf(params string[] quantities) => all
        .Where(f => quantities.Contains(f.Quantity)).Select(static f => f.Subject).Distinct()
        .OrderBy(static s => Subjects.All.ToList().IndexOf(s) is var place and >= 0 ? place : int.MaxValue);
}
