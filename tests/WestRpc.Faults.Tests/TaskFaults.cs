using System.Globalization;

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

    public static Task<string> LoopAsync(FaultRun run)
    {
        // With one worker what follows runs only if that is replaced.
        run.Environment["WM_N_WORKERS"] = run.Environment["WM_GRACE_PERIOD"] = "1";
        return OutputAsync(run.Start("loop"));
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

    private static async Task<string> OutputAsync(RunningProgram program)
    {
        (int code, string output, _) = await program.EndAsync();
        return $"{output}\nexit code {code}".TrimStart();
    }
}
