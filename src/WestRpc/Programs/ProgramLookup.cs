using System.Text;
using WestRpc.Programs.Interop;

namespace WestRpc.Programs;

/// <summary>Finds a program's file, and says why it can't be executed.</summary>
internal static class ProgramLookup
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The file's full path; null where there is none to execute, and why.</summary>
    public static string? Find(ExternalProgram program, out string why)
    {
        why = "";
        string file = program.File;
        if (file.Contains('/', StringComparison.Ordinal))
        {
            string path = Path.GetFullPath(file);
            why = Trouble(path) ?? "";
            return why.Length == 0 ? path : null;
        }

        string search = VariableOf(program, "PATH") ?? "/usr/local/bin:/usr/bin:/bin";
        foreach (string folder in (string[])[.. search.Split(':', StringSplitOptions.RemoveEmptyEntries), Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path))
                continue;
            if (Trouble(path) is not { } trouble)
                return Path.GetFullPath(path);
            if (why.Length == 0)
                why = trouble;
        }

        if (why.Length == 0)
            why = $"There is no program '{file}' on {Environment.MachineName}: not in PATH ({search}), {Environment.CurrentDirectory} or {AppContext.BaseDirectory}. Install it, load its module, or give its path.";
        return null;
    }

    /// <summary>Why a file that can't be started can't be; null where nothing is seen.</summary>
    public static string? Trouble(string path)
    {
        if (Directory.Exists(path))
            return $"'{path}' is a directory, not a program.";
        if (!File.Exists(path))
            return $"There is no program '{path}' on {Environment.MachineName}.";
        if (OperatingSystem.IsLinux() && !Libc.MayExecute(path))
            return (File.GetUnixFileMode(path) & AnyExecute) == 0
                ? $"'{path}' is not executable: chmod +x '{path}'."
                : $"'{path}' may not be executed by {Environment.UserName} on {Environment.MachineName}: look at its mode, and whether the file system is mounted noexec.";
        return InterpreterTrouble(path);
    }

    private static string? InterpreterTrouble(string path)
    {
        string line;
        try
        {
            line = FirstLine(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // A program need not be readable.
        }

        if (!line.StartsWith("#!", StringComparison.Ordinal))
            return null;
        string interpreter = line[2..].TrimStart().Split(' ', '\t')[0];
        return interpreter.Length == 0 ? $"'{path}' names no interpreter in its first line, '{line}'."
            : interpreter.EndsWith('\r') ? $"The first line of '{path}' ends with a carriage return, as files from Windows do: sed -i 's/\\r$//' '{path}'."
            : !File.Exists(interpreter) ? $"'{path}' wants the interpreter '{interpreter}' (its first line), which {Environment.MachineName} has not."
            : !Libc.MayExecute(interpreter) ? $"'{path}' wants the interpreter '{interpreter}' (its first line), which may not be executed."
            : null;
    }

    private static string FirstLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Span<byte> bytes = stackalloc byte[256];
        bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        int end = bytes.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private static string? VariableOf(ExternalProgram program, string name) =>
        program.Environment is { } own && own.TryGetValue(name, out string? value) ? value : Environment.GetEnvironmentVariable(name);
}
