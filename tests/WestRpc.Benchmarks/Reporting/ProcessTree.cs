using System.Globalization;
using System.Runtime.InteropServices;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>Processes and what they started, by <c>/proc</c>.</summary>
internal static partial class ProcessTree
{
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int SchedulerClock = 2; // CPUCLOCK_SCHED

    /// <summary>The process and all below it, parents first.</summary>
    public static List<int> Of(int root)
    {
        ILookup<int, int> children = Directory.EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(static id => id != 0)
            .Select(static id => (Id: id, Parent: ParentOf(id)))
            .ToLookup(static p => p.Parent, static p => p.Id);
        List<int> all = [root];
        for (int i = 0; i < all.Count; i++)
            all.AddRange(children[all[i]]);
        return all;
    }

    public static void Stop(int root) => Signal(root, SigStop);

    public static void Continue(int root) => Signal(root, SigCont);

    /// <summary>What all threads have taken of the processors, to the nanosecond, those that have ended too.</summary>
    public static TimeSpan ProcessorTime(IEnumerable<int> processes)
    {
        TimeSpan sum = TimeSpan.Zero;
        foreach (int id in processes)
        {
            // What clock_getcpuclockid makes of a process id.
            if (clock_gettime((~id << 3) | SchedulerClock, out TimeSpec time) == 0)
                sum += TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1e3);
        }

        return sum;
    }

    private static void Signal(int root, int signal)
    {
        foreach (int id in Of(root))
            _ = kill(id, signal);
    }

    private static int ParentOf(int id) =>
        TryRead($"/proc/{id}/stat") is { } line ? int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture) : 0;

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended meanwhile.
        }
    }

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc")]
    private static partial int kill(int processId, int signal);

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);
}
