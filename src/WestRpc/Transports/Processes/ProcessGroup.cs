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

    private static bool IsIn(string directory, int leader)
    {
        if (!char.IsAsciiDigit(Path.GetFileName(directory)[0]))
            return false;
        try
        {
            // 12 (a name (with spaces)) S parent group …
            string text = File.ReadAllText(Path.Combine(directory, "stat"));
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is not ("Z" or "X") && int.Parse(fields[2], CultureInfo.InvariantCulture) == leader;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // It ended just now.
        }
    }
}
