using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace WestRpc.Faults.Tests;

/// <summary>Faults of what the machine has to give.</summary>
internal static class MachineFaults
{
    // Of a user who has nothing else, where this runs as root: whom the limit does not hold for.
    private const string NobodysId = "54321";

    public static async Task<string> DescriptorsAsync(FaultRun run)
    {
        RunningProgram program = run.StartBehind(["prlimit", "--nofile=300:300"], "replacement", "descriptors");
        return await ReplacementAsync(program);
    }

    /// <summary>None left when a replaced worker wants to be let in, and later again.</summary>
    public static async Task<string> AcceptAsync(FaultRun run)
    {
        run.HoldStarts();
        return await RestAsync(run.StartBehind(["prlimit", "--nofile=300:300"], "accept"));
    }

    /// <summary>No process and no thread can be started after the workers, and later again.</summary>
    public static async Task<string> ProcessLimitAsync(FaultRun run)
    {
        RunningProgram program = run.StartBehind([.. AsNobody, "prlimit", "--nproc=4096:4096"], "replacement", "processes");
        await program.LineAsync("threads started");
        await LimitAsync(program, "1");
        program.TypeLine("");
        string result = await program.LineAsync("result: ");
        Assert.Equal("start failed", await program.NextLineAsync());
        await LimitAsync(program, "4096");
        return $"result: {result}\nstart failed\n{await RestAsync(program)}";
    }

    public static async Task<string> FullTemporaryDirectoryAsync(FaultRun run)
    {
        RunningProgram program = run.StartBehind(
            WithMounts($"{Full(NewDirectory(run, "TMPDIR"), inodes: 1)} && exec \"$0\" \"$@\""), "squares", "600");
        return await program.LineAsync("result: ");
    }

    /// <summary>All that there are: some full, and <c>/tmp</c>, where the program itself may be, not to be written to.</summary>
    public static async Task<string> NoTemporaryDirectoryAsync(FaultRun run)
    {
        RunningProgram program = run.StartBehind(WithoutTemporaryDirectory(run), "squares", "600");
        string outcome = await RestAsync(program);
        return Regex.Replace(outcome.Replace(run.Folder, "FOLDER", StringComparison.Ordinal), "westrpc-[0-9]+-[0-9a-f]+", "NAME");
    }

    /// <summary>A command that takes what it becomes every temporary directory, and says what that leaves in one of them.</summary>
    public static string[] WithoutTemporaryDirectory(FaultRun run)
    {
        string temporary = NewDirectory(run, "TMPDIR");
        string runtime = NewDirectory(run, "XDG_RUNTIME_DIR");
        return WithMounts(
            "mount --bind /tmp /tmp && mount -o remount,bind,ro /tmp && " +
            $"{Full(temporary, inodes: 1)} && {Full(runtime, inodes: 2)} && {Full("/dev/shm", inodes: 1)} || exit 99; " +
            $"\"$0\" \"$@\"; code=$?; find '{runtime}' -name '*westrpc-*'; exit $code");
    }

    private static string NewDirectory(FaultRun run, string variable)
    {
        string path = run.Environment[variable] = Path.Combine(run.Folder, variable);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>What makes a directory a file system of its own with room for so few, itself among them.</summary>
    private static string Full(string directory, int inodes) => $"mount -t tmpfs -o nr_inodes={inodes} none '{directory}'";

    private static string[] WithMounts(string script) =>
        ["unshare", .. System.Environment.IsPrivilegedProcess ? ["-m"] : (string[])["-r", "-m"], "sh", "-c", script];

    public static async Task<string> TwoMastersAsync(FaultRun run)
    {
        RunningProgram first = run.Start("hold");
        RunningProgram second = run.Start("squares", "600");
        await run.RunningAsync(first, 1);
        await second.LineAsync("done ");
        int[] family = run.Remember(first);
        first.Kill();
        foreach (int process in family)
            await ProcessTable.GoneAsync(process);
        return await second.LineAsync("result: ");
    }

    private static string[] AsNobody => System.Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={NobodysId}", $"--regid={NobodysId}", "--clear-groups"]
        : [];

    private static async Task<string> ReplacementAsync(RunningProgram program)
    {
        Assert.Equal("ready", await program.NextLineAsync());
        return await RestAsync(program);
    }

    private static async Task<string> RestAsync(RunningProgram program)
    {
        (int code, string output, string error) = await program.EndAsync();
        string[] lines = [.. output.Split('\n').Where(static l => !l.StartsWith("done ", StringComparison.Ordinal))];
        return $"{string.Join('\n', lines)}\nexit code {code}{(error.Length == 0 ? "" : $"\n{error}")}".TrimStart();
    }

    private static Task LimitAsync(RunningProgram program, string limit) => LimitAsync(program, "nproc", limit, AsNobody);

    /// <summary>From now on a program may have no more of something than that.</summary>
    public static async Task LimitAsync(RunningProgram program, string what, string limit, params string[] asWhom)
    {
        string[] command = [.. asWhom, "prlimit", "--pid", program.Id.ToString(CultureInfo.InvariantCulture), $"--{what}={limit}:"];
        using Process prlimit = Process.Start(command[0], command[1..]);
        await prlimit.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, prlimit.ExitCode);
    }
}
