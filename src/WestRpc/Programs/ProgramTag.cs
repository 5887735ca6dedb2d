using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WestRpc.Programs;

/// <summary>
/// A mark in the environment of each program that tasks start. All that the program starts inherits it, wherever that goes:
/// into a group or a session of its own, or to the init process. So it can be found and ended when nothing else knows of it.
/// Marks are <c>run.process.number.</c>; who runs inside such a program adds its own behind.
/// </summary>
internal static class ProgramTag
{
    public const string Variable = "WM_PROGRAM_TAG";

    private static long count;

    /// <summary>The mark of what this process starts; a worker's begins with its master's.</summary>
    public static string OfThisProcess { get; private set; } = OfProcess(Create(), Environment.ProcessId);

    /// <summary>Whether somebody else, who outlives this process, ends what it leaves behind.</summary>
    public static bool IsGuarded { get; private set; }

    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public static string OfProcess(string run, int processId) => string.Create(CultureInfo.InvariantCulture, $"{run}.{processId}");

    /// <summary>This process is a worker of a master that guards it.</summary>
    public static void BelongTo(string run)
    {
        OfThisProcess = OfProcess(run, Environment.ProcessId);
        IsGuarded = true;
    }

    /// <summary>The mark of the next program.</summary>
    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{OfThisProcess}.{Interlocked.Increment(ref count)}");

    /// <summary>The processes of this user that live and have the mark, or one that begins with it.</summary>
    public static List<int> Find(string tag)
    {
        byte[] mark = Encoding.ASCII.GetBytes($"{tag}.");
        var found = new List<int>();
        try
        {
            foreach (string directory in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Has(id, mark))
                    found.Add(id);
            }
        }
        catch (IOException)
        {
            // No descriptor is left to look with: that must not end the run. At its end the guard looks.
        }

        return found;
    }

    private static bool Has(int processId, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Another user's, or it ended just now.
        }
    }
}
