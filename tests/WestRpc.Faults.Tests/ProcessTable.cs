using System.Globalization;
using System.Runtime.InteropServices;

namespace WestRpc.Faults.Tests;

/// <summary>A process, as the kernel lists it.</summary>
internal sealed record ProcessEntry(int Id, string Name, char State, int Parent, int Group, int Session)
{
    /// <summary>Whether it has not ended; one that has may be listed until somebody waits for it.</summary>
    public bool Lives => State is not ('Z' or 'X');
}

/// <summary>The processes of this machine, and signals to them.</summary>
internal static class ProcessTable
{
    public const int SigKill = 9;
    public const int SigCont = 18;
    public const int SigStop = 19;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static IEnumerable<ProcessEntry> All => Directory.EnumerateDirectories("/proc")
        .Where(static d => char.IsAsciiDigit(Path.GetFileName(d)[0]))
        .Select(static d => Read(Path.GetFileName(d)))
        .OfType<ProcessEntry>();

    /// <summary>The workers of a master that live.</summary>
    public static int[] WorkersOf(RunningProgram program) =>
        [.. All.Where(p => p.Lives && p.Parent == program.Id && p.Session == program.Id).Select(static p => p.Id)];

    /// <summary>All of a program that lives: what it started, what they started, and what waits for its end.</summary>
    public static int[] FamilyOf(RunningProgram program) =>
        [.. All.Where(p => p.Lives && (p.Parent == program.Id || p.Session == program.Id)).Select(static p => p.Id)];

    /// <summary>Sends a signal; whether there was somebody to take it.</summary>
    public static bool Signal(int processId, int signal) => kill(processId, signal) == 0;

    public static bool Lives(int processId) => Read(processId.ToString(CultureInfo.InvariantCulture)) is { Lives: true };

    /// <summary>How many bytes a process has in memory; 0 if it ended.</summary>
    public static long Memory(int processId)
    {
        try
        {
            return long.Parse(File.ReadAllText($"/proc/{processId}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * System.Environment.SystemPageSize;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Waits until a process has ended.</summary>
    public static async Task GoneAsync(int processId)
    {
        while (Lives(processId))
            await Task.Delay(Look, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until all have ended, or the time is over: those that have not.</summary>
    public static async Task<int[]> LeftAfterAsync(IReadOnlyList<int> processIds, TimeSpan time)
    {
        using var over = new CancellationTokenSource(time);
        while (true)
        {
            int[] left = [.. processIds.Where(Lives)];
            if (left.Length == 0 || over.IsCancellationRequested)
                return left;
            await Task.Delay(Look, TestContext.Current.CancellationToken);
        }
    }

    private static ProcessEntry? Read(string id)
    {
        try
        {
            // 12 (a name (with spaces)) S parent group session …
            string text = File.ReadAllText($"/proc/{id}/stat");
            int nameEnd = text.LastIndexOf(')');
            string[] fields = text[(nameEnd + 2)..].Split(' ');
            return new ProcessEntry(
                Number(id), text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..nameEnd], fields[0][0],
                Number(fields[1]), Number(fields[2]), Number(fields[3]));
        }
        catch (IOException)
        {
            return null; // It ended just now.
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [DllImport("libc", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int processId, int signal);
}
