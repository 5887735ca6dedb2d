using System.Globalization;

namespace WestRpc.Programs;

/// <summary>Where scratch directories are: on a disk of the node.</summary>
internal static class ScratchPlace
{
    public const string Variable = "WM_SCRATCH";

    // What batch systems make for a job on each node, and remove after it; TMPDIR, which others set, is the temporary directory.
    private static readonly string[] Candidates = [Variable, "SLURM_TMPDIR", "PBS_JOBFS", "LSF_TMPDIR"];

    /// <summary>The directory that the settings name.</summary>
    public static string Base
    {
        get
        {
            string? named = Candidates.Select(Environment.GetEnvironmentVariable).FirstOrDefault(static v => !string.IsNullOrEmpty(v));
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(named ?? Path.GetTempPath()));
        }
    }

    /// <summary>Holds the directories of one worker's attempts; removed with the worker, whatever becomes of it.</summary>
    public static string Of(string tag) => Path.Combine(Base, $"westrpc-{tag}.scratch");

    /// <summary>Holds what is kept where an attempt fails.</summary>
    public static string Kept => Path.Combine(Base, "westrpc-kept");

    /// <summary>Makes an empty directory and returns its path.</summary>
    /// <exception cref="IOException">It can't be made, and why.</exception>
    public static string Create(string name, int attempt, bool keep)
    {
        ProgramGuard.Ensure();
        string parent = Of(ProgramTag.OfThisProcess);
        string unique = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(ProgramTag.Next())}-{attempt}");
        string full = Path.GetFullPath(Path.Combine(keep ? Kept : parent, $"{name.Trim('/')}.{unique}"));
        if (!full.StartsWith((keep ? Kept : parent) + '/', StringComparison.Ordinal))
            throw new ArgumentException($"'{name}' leads out of the scratch directory.", nameof(name));
        try
        {
            Directory.CreateDirectory(full);
            return full;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The scratch directory '{full}' can't be made on {Environment.MachineName}: {e.Message} Name a directory with space to which {Environment.UserName} may write ({Variable}).", e);
        }
    }

    /// <summary>Removes a directory with all in it; why it can't be, or null.</summary>
    public static string? Remove(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
