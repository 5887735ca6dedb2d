using ScottPlot;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Report.Plots;

/// <summary>Each subject has one colour in all pictures: ours are blue and green, bare channels black and grey, the others warm.</summary>
internal static class SubjectColors
{
    private static readonly Dictionary<string, string> Known = new()
    {
        [Subjects.Serial] = "#8FB8DE",
        [Subjects.Threads] = "#4C8C4A",
        [Subjects.Processes] = "#1F4E8C",
        [Subjects.ZeroMQ] = "#2AA198",
        [Subjects.Mpi] = "#6C5BB7",
        [Subjects.Native] = "#5A9BD5",
        [Subjects.Raw] = "#222222",
        [Subjects.Handwritten] = "#777777",
        [Subjects.Delegate] = "#999999",
        [Subjects.BareChildren] = "#555555",
        [Subjects.BareChildrenNative] = "#999999",
        [Subjects.ProcessPool] = "#C8502D",
        [Subjects.ThreadPool] = "#E08E45",
        [Subjects.Loky] = "#B03A5B",
        [Subjects.Joblib] = "#D98CA6",
        [Subjects.Dask] = "#C9A227",
        [Subjects.MpiPool] = "#8C564B",
        [Subjects.WestpaThreads] = "#E3B5A4",
        [Subjects.WestpaProcesses] = "#A67C52",
        [Subjects.WestpaZeroMQ] = "#7B3F00",
        ["2 workers"] = "#8FB8DE",
        ["16 workers"] = "#4C8C4A",
        ["256 workers"] = "#1F4E8C",
        ["4,096 workers"] = "#6C5BB7",
    };

    public static Color Of(string subject) => Color.FromHex(Known.GetValueOrDefault(subject, "#444444"));
}
