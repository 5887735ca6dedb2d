using System.Globalization;
using WestRpc.Transports.Processes.Interop;

namespace WestRpc.Transports.Processes;

/// <summary>A worker's process group: the worker and all that it started, but for what made itself a daemon.</summary>
internal static class ProcessGroup
{
    /// <summary>Kills it; whether anything may be left of it. Call when its leader has ended.</summary>
    public static bool Kill(int leader)
    {
        Libc.KillGroupOnly(leader);
        return Libc.GroupExists(leader);
    }

    /// <summary>
    /// Whether a process of it lives. The kernel counts those as well that have ended and that nobody waits for, which in a
    /// container may be for ever; they hold nothing any more.
    /// </summary>
    public static bool Lives(int leader) => Libc.GroupExists(leader) && Directory.EnumerateDirectories("/proc").Any(d => IsIn(d, leader));

    /// <summary>The group of a process; null where it has ended.</summary>
    public static int? Of(int processId) => Of(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}"));

    private static bool IsIn(string directory, int leader) =>
        char.IsAsciiDigit(Path.GetFileName(directory)[0]) && Of(directory) == leader;

    private static int? Of(string directory)
    {
        try
        {
            // 12 (a name (with spaces)) S parent group …
            string text = File.ReadAllText(Path.Combine(directory, "stat"));
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[2], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended just now.
        }
    }
}
