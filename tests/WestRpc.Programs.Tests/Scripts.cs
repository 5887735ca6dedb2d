using System.Diagnostics;

namespace WestRpc.Programs.Tests;

/// <summary>A folder with the scripts and files of one test; gone with it.</summary>
internal sealed class Scripts : IDisposable
{
    /// <summary>
    /// Four processes, one of them in a session of its own, that ignore SIGTERM and hold what they have open. Their numbers go to
    /// the pipe that is the argument's, that of who started them to a file.
    /// </summary>
    public const string Stubborn = """
        #!/bin/bash
        trap '' TERM INT HUP
        echo $PPID > "$1.parent"
        stay() { echo $BASHPID >> "$1.pids"; while :; do sleep 100; done; }
        ( stay "$1" & stay "$1" ) &
        setsid "$BASH" -c "$(declare -f stay); stay '$1'" &
        echo $$ >> "$1.pids"
        until [ "$(wc -l < "$1.pids")" = 4 ]; do sleep 0.01; done
        tr '\n' ' ' < "$1.pids" > "$1"
        while :; do sleep 100; done
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("westrpc-programs-");

    public string Folder => folder.FullName;

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Writes an executable file.</summary>
    public string Add(string name, string text)
    {
        File.WriteAllText(this[name], text.ReplaceLineEndings("\n"));
        File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this[name];
    }

    /// <summary>Writes a shell script.</summary>
    public string AddShell(string name, string body) => Add(name, $"#!/bin/sh\n{body}\n");

    /// <summary>Makes a pipe that a script writes its processes' numbers to.</summary>
    public async Task<string> AddPipeAsync(string name)
    {
        using Process mkfifo = Process.Start("mkfifo", [this[name]]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        return this[name];
    }

    /// <summary>Waits for the numbers that a script writes to a pipe.</summary>
    public async Task<int[]> ReadIdsAsync(string pipe)
    {
        string text = await Task.Run(() => File.ReadAllText(this[pipe]), TestContext.Current.CancellationToken)
            .WaitAsync(TestContext.Current.CancellationToken);
        return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    /// <summary>Waits until none of the processes runs; one that nobody waits for counts as gone.</summary>
    public static async Task AllGoneAsync(int[] ids)
    {
        Assert.NotEmpty(ids);
        while (ids.Any(IsRunning))
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>One that nobody waits for counts as gone.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Of a sample that had <c>out</c> and <c>scratch</c> here: no process that names or works in them, and no scratch directory.</summary>
    public void AssertNothingIsLeft()
    {
        string[] left =
        [
            .. Directory.GetDirectories("/proc").Where(static d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Select(static d => $"{PlaceOf(d)}: {CommandOf(d)}")
                .Where(p => p.Contains($"{this["out"]}/", StringComparison.Ordinal) || p.StartsWith($"{this["scratch"]}/", StringComparison.Ordinal)),
        ];
        Assert.Empty(left);
        Assert.Empty(Directory.Exists(this["scratch"]) ? Directory.GetFileSystemEntries(this["scratch"]) : []);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // It ended just now.
        }
    }

    private static string? PlaceOf(string process)
    {
        try
        {
            return new FileInfo($"{process}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended just now, or is somebody else's.
        }
    }
}
