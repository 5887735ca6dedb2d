using WestRpc.Programs.Interop;
using WestRpc.Transports.Processes;

namespace WestRpc.Programs;

/// <summary>All that came of a program: its process group, and what left that and can be told by its mark.</summary>
internal static class ProgramTree
{
    /// <summary>Kills all with the mark, with their groups; whether there was any.</summary>
    public static bool Kill(string tag)
    {
        List<int> found = ProgramTag.Find(tag);
        foreach (int id in found)
        {
            if (ProcessGroup.Of(id) is > 1 and int group)
                Libc.SignalGroup(group, Libc.SigKill);
            Libc.Signal(id, Libc.SigKill);
        }

        return found.Count > 0;
    }

    /// <summary>Kills all with the mark until there is none, for so long at most; whether there is none.</summary>
    public static bool KillAll(string tag, TimeSpan time)
    {
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        for (int pause = 1; Kill(tag); pause = Math.Min(2 * pause, 50))
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > time)
                return false;
            Thread.Sleep(pause);
        }

        return true;
    }
}
