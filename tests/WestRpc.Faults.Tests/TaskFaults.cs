using System.Globalization;
using System.Text.RegularExpressions;

namespace WestRpc.Faults.Tests;

/// <summary>Faults that a task commits itself.</summary>
internal static class TaskFaults
{
    public static Task<string> ExitAsync(FaultRun run) => OutputAsync(run.Start("exit"));

    public static Task<string> OverflowAsync(FaultRun run) => OutputAsync(run.Start("overflow"));

    public static Task<string> EatAsync(FaultRun run)
    {
        run.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000";
        return OutputAsync(run.Start("eat"));
    }

    /// <summary>As <c>ulimit -d</c> does: the kernel gives a process no more.</summary>
    public static Task<string> EatDataAsync(FaultRun run) => OutputAsync(run.StartBehind(["prlimit", "--data=400000000"], "eat"));

    public static Task<string> LoopAsync(FaultRun run)
    {
        // With one worker what follows runs only if that is replaced.
        run.Environment["WM_N_WORKERS"] = run.Environment["WM_GRACE_PERIOD"] = "1";
        return OutputAsync(run.Start("loop"));
    }

    /// <summary>Killed is only what the options say may be.</summary>
    public static async Task<string> CancelAsync(FaultRun run)
    {
        RunningProgram program = run.Start("cancel", Path.Combine(run.Folder, "go on"));
        await run.RunningAsync(program, 2);
        program.TypeLine("");
        (int code, string output, string error) = await program.EndAsync();
        return $"{output}\nexit code {code}\n{string.Join('\n', error.Split('\n').Where(static l => !IsOfNodes(l)).Select(WithoutWorker))}";
    }

    /// <summary>That they come and go, which a server says as well.</summary>
    private static bool IsOfNodes(string line) => line.StartsWith("westrpc: Node ", StringComparison.Ordinal) || line.StartsWith("westrpc: node ", StringComparison.Ordinal);

    public static async Task<string> TreeAsync(FaultRun run)
    {
        run.Environment["WM_N_WORKERS"] = run.Environment["WM_GRACE_PERIOD"] = "1";
        RunningProgram program = run.Start("tree");
        int[] tree = (await run.RunningAsync(program, 1))[0][1..];
        string end = await program.NextLineAsync();
        string next = await program.NextLineAsync();
        return $"{end}\n{next}, {tree.Count(ProcessTable.Lives)} of {tree.Length} left";
    }

    public static async Task<string> LeaveAsync(FaultRun run)
    {
        RunningProgram program = run.Start("leave");
        int left = int.Parse(await program.LineAsync("left "), CultureInfo.InvariantCulture);
        run.Remember(program);
        int code = await program.ExitAsync();
        return $"ended with code {code}, the process {(ProcessTable.Lives(left) ? "lives" : "is gone")}";
    }

    public static async Task<string> PoisonAsync(FaultRun run)
    {
        RunningProgram program = run.Start("poison", "1000");
        return $"{await program.LineAsync("result: ")}\n{await program.NextLineAsync()}";
    }

    private static string WithoutWorker(string message) => Regex.Replace(message, @"worker \d+ \([^)]*\)", "WORKER");

    private static async Task<string> OutputAsync(RunningProgram program)
    {
        (int code, string output, _) = await program.EndAsync();
        return $"{output}\nexit code {code}".TrimStart();
    }
}
