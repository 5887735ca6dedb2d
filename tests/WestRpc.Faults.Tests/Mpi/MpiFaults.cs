using System.Globalization;
using System.Runtime.InteropServices;

namespace WestRpc.Faults.Tests.Mpi;

/// <summary>Faults of ranks, of the master and of their launcher.</summary>
internal static class MpiFaults
{
    private const string Tasks = "600";

    /// <summary>Where that ends the run, its last lines say which rank it was and what would have kept the run alive.</summary>
    public static async Task<string> KillAsync(MpiRun run)
    {
        RunningProgram program = run.Start(4, "fault", "squares", Tasks);
        await program.LineAsync("done ");
        int victim = await run.RankAsync(program, 2);
        MpiRun.Hit(victim, ProcessTable.SigKill);
        MpiEnd end = await run.EndSoonAsync(program);
        if (run.GoesOn)
            return $"{end.Printed}\n{end}";
        bool isNamed = end.Error.Split('\n').Any(l => l.Contains($"(process {victim} on ", StringComparison.Ordinal) && l.Contains("--enable-recovery", StringComparison.Ordinal));
        return $"{end}, the rank is {(isNamed ? "named" : "not named")}";
    }

    /// <summary>Until the others have done the work.</summary>
    public static async Task<string> StopAsync(MpiRun run)
    {
        RunningProgram program = run.Start(4, "fault", "squares", Tasks);
        await program.LineAsync("done ");
        int victim = await run.RankAsync(program, 2);
        MpiRun.Hit(victim, ProcessTable.SigStop);
        string result = await program.LineAsync("result: ");
        ProcessTable.Signal(victim, ProcessTable.SigCont);
        MpiEnd end = await run.EndAsync(program);
        return run.GoesOn ? $"{result}\n{end}" : result;
    }

    /// <summary>What the program itself ends with: its launcher takes no notice.</summary>
    public static async Task<string> KillAllAsync(MpiRun run)
    {
        RunningProgram program = run.StartBehind(
            ["sh", "-c", "\"$0\" \"$@\"; code=$?; [ $OMPI_COMM_WORLD_RANK != 0 ] || echo result: $code"], 3, "fault", "hold");
        foreach (int[] worker in await run.RunningAsync(program, 2))
            MpiRun.Hit(worker[0], ProcessTable.SigKill);
        MpiEnd end = await run.EndAsync(program);
        bool isSaid = (end.Error + end.Output).Contains("No rank is left to work", StringComparison.Ordinal);
        return $"{end.Printed}\n{end}, {(isSaid ? "said" : "not said")}";
    }

    /// <summary>Beside programs that tasks have started.</summary>
    public static async Task<string> KillMasterAsync(MpiRun run)
    {
        RunningProgram program = run.Start(3, "fault", "family");
        await run.RunningAsync(program, 2);
        MpiRun.Hit(await run.RankAsync(program, 0), ProcessTable.SigKill);
        return $"{await run.EndSoonAsync(program)}";
    }

    public static async Task<string> ThrowAsync(MpiRun run) => $"{await run.EndAsync(run.Start(3, "throw"))}";

    public static async Task<string> ExitAsync(MpiRun run)
    {
        MpiEnd end = await run.EndAsync(run.Start(4, "fault", "exit"));

        // MPICH's launcher says that it has killed the others, or which code it killed them for.
        return run.GoesOn ? $"{end.Printed}\n{end}" : $"{(end.Code == 0 ? "ended well" : "failed")}, {end.Left} left";
    }

    public static Task<string> PoisonAsync(MpiRun run) => EndAsync(run, 5, "fault", "poison", "200");

    public static Task<string> EatAsync(MpiRun run)
    {
        run.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000";
        return EndAsync(run, 3, "fault", "eat");
    }

    public static Task<string> LoopAsync(MpiRun run) => EndAsync(run, 3, "fault", "loop");

    /// <summary>A task that is out of time waits for programs that ignore SIGTERM: they end with the run.</summary>
    public static Task<string> TreeAsync(MpiRun run) => EndAsync(run, 3, "fault", "tree");

    /// <summary>A program that a task leaves behind holds the output that the launcher waits for.</summary>
    public static async Task<string> LeaveAsync(MpiRun run)
    {
        RunningProgram program = run.Start(3, "fault", "leave");
        int left = int.Parse(await program.LineAsync("left "), CultureInfo.InvariantCulture);
        return $"{await run.EndAsync(program)}, the program {(ProcessTable.Lives(left) ? "lives" : "is gone")}";
    }

    public static Task<string> InterruptAsync(MpiRun run) => SignalAsync(run, PosixSignal.SIGINT);

    public static Task<string> TerminateAsync(MpiRun run) => SignalAsync(run, PosixSignal.SIGTERM);

    public static async Task<string> TwoRunsAsync(MpiRun run)
    {
        RunningProgram first = run.Start(3, "fault", "hold");
        RunningProgram second = run.Start(3, "fault", "squares", Tasks);
        await run.RunningAsync(first, 1);
        await second.LineAsync("done ");
        MpiRun.Hit(await run.RankAsync(first, 0), ProcessTable.SigKill);
        await first.ExitAsync();
        MpiEnd end = await run.EndAsync(second);
        return $"{end.Printed}\n{end}";
    }

    private static async Task<string> EndAsync(MpiRun run, int ranks, params string[] mode)
    {
        MpiEnd end = await run.EndAsync(run.Start(ranks, mode));
        return $"{end.Printed}\n{end}".TrimStart();
    }

    /// <summary>The exit code is the launcher's own affair, and not always the same.</summary>
    private static async Task<string> SignalAsync(MpiRun run, PosixSignal signal)
    {
        RunningProgram program = run.Start(3, "fault", "family");
        await run.RunningAsync(program, 2);
        program.Signal(signal);
        MpiEnd end = await run.EndSoonAsync(program);
        return end.Left == 0 ? "nothing left" : $"{end.Left} left";
    }
}
