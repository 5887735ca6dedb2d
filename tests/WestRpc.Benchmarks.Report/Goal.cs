using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report;

/// <summary>What is to be reached: a figure, or the ratio of two, at most or at least so large.</summary>
/// <param name="What">For the table.</param>
/// <param name="Reference">Whose figure it is divided by, for the table; null where it stands for itself.</param>
/// <param name="Limit">Of the value.</param>
/// <param name="IsMost">Whether it may be at most that, or has to be at least that.</param>
/// <param name="Unit">Behind the value.</param>
/// <param name="Value">Null where it was not measured.</param>
internal sealed record Goal(string What, string? Reference, double Limit, bool IsMost, string Unit, Func<FigureSet, double?> Value)
{
    private const int Megabyte = 1 << 20;

    // A number in an envelope of 24 bytes, and its encoded form in an array of 32.
    private const int ArgumentBytes = 24 + 32;

    public static IReadOnlyList<Goal> All { get; } =
    [
        RatioAtMost("`serial`, submit and await", 1.5, Quantities.CallTime, Subjects.Serial, Subjects.Delegate),
        RatioAtLeast("`threads`, small tasks at once", 1.2, Quantities.RateMany, Subjects.Threads, Subjects.Handwritten),
        RatioAtLeast("`threads`, one submit each", 20, Quantities.Rate, Subjects.Threads, Subjects.ThreadPool),
        RatioAtMost("`processes`, round trip, median, on one CPU", 1.5, Quantities.Latency, Subjects.Processes, Subjects.Raw, Placements.One),
        RatioAtMost("99th percentile, on one CPU", 2, Quantities.Latency99, Subjects.Processes, Subjects.Raw, Placements.One),
        RatioAtMost("median, on all CPUs", 1.5, Quantities.Latency, Subjects.Processes, Subjects.Raw),
        RatioAtMost("99th percentile, on all CPUs", 2, Quantities.Latency99, Subjects.Processes, Subjects.Raw),
        AtLeast("`processes`, small tasks at once, floor", 500_000, "/s", Quantities.RateMany, Subjects.Processes),
        AtLeast("the same, goal", 1_000_000, "/s", Quantities.RateMany, Subjects.Processes),
        RatioAtLeast("1 MiB of `byte[]` there and back", 0.8, Quantities.Echo, Subjects.Processes, Subjects.Raw, at: Megabyte),
        RatioAtLeast("1 MiB of `double[]`", 0.8, Quantities.EchoNumbers, Subjects.Processes, Subjects.Raw, at: Megabyte),
        RatioAtLeast("1 MiB of `byte[]`, on one CPU", 0.8, Quantities.Echo, Subjects.Processes, Subjects.Raw, Placements.One, Megabyte),
        RatioAtLeast("1 MiB of `double[]`, on one CPU", 0.8, Quantities.EchoNumbers, Subjects.Processes, Subjects.Raw, Placements.One, Megabyte),
        RatioAtLeast("1 MiB of `byte[]`, 100 in flight", 2, Quantities.EchoMany, Subjects.Processes, Subjects.ProcessPool, at: Megabyte),
        RatioAtLeast("the same on one CPU", 2, Quantities.EchoMany, Subjects.Processes, Subjects.ProcessPool, Placements.One, Megabyte),
        AtMost("400 tasks of 5 ms on two workers", 1.02, "× the time of two bare threads", Quantities.Even, Subjects.Processes),
        AtMost("tasks of log-normal length (σ = 1.5)", 1.03, "× the best schedule's bound", Quantities.Uneven, Subjects.Processes),
        AtMost("the master at 1,000 tasks a second", 2, "% of a core", Quantities.MasterShare, Subjects.Processes),
        new("memory of a queued task, besides its argument of 56 bytes", null, 200, true, "bytes", static f => f.Find(Quantities.Queued, Subjects.Processes)?.Median - ArgumentBytes),
        AtMost("left of it afterwards", 4, "bytes", Quantities.Afterwards, Subjects.Processes),
        RatioAtMost("first results from two children", 1.5, Quantities.Start, Subjects.Processes, Subjects.BareChildren),
        AtMost("first results from two children, NativeAOT", 30, "ms", Quantities.Start, Subjects.Native),
        AtMost("master and two workers idle, a heartbeat each second", 0.5, "% of a core", Quantities.Idle, Subjects.Processes),
    ];

    public bool IsReached(double value) => IsMost ? value <= Limit : value >= Limit;

    private static Goal AtMost(string what, double limit, string unit, string quantity, string subject) =>
        new(what, null, limit, true, unit, figures => figures.Find(quantity, subject)?.Median);

    private static Goal AtLeast(string what, double limit, string unit, string quantity, string subject) =>
        new(what, null, limit, false, unit, figures => figures.Find(quantity, subject)?.Median);

    private static Goal RatioAtMost(string what, double limit, string quantity, string subject, string reference, string placement = Placements.All, double? at = null) =>
        new(what, reference, limit, true, "×", Ratio(quantity, subject, reference, placement, at));

    private static Goal RatioAtLeast(string what, double limit, string quantity, string subject, string reference, string placement = Placements.All, double? at = null) =>
        new(what, reference, limit, false, "×", Ratio(quantity, subject, reference, placement, at));

    private static Func<FigureSet, double?> Ratio(string quantity, string subject, string reference, string placement, double? at) => figures =>
        figures.Find(quantity, subject, placement, at)?.Median / figures.Find(quantity, reference, placement, at)?.Median;
}
