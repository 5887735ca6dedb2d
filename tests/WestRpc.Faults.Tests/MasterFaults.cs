using System.Runtime.InteropServices;

namespace WestRpc.Faults.Tests;

/// <summary>Faults of the master, from outside.</summary>
internal static class MasterFaults
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    // Three heartbeats and a look.
    private static readonly TimeSpan SoonWithNodes = TimeSpan.FromSeconds(5);

    // All deadlines of a run that is to be stopped are shorter, and the margin for a late wake-up is 1 s.
    private static readonly TimeSpan LongerThanDeadlines = TimeSpan.FromSeconds(3.5);

    public static async Task<string> KillAsync(FaultRun run)
    {
        (RunningProgram program, int[] family) = await StartFamilyAsync(run);
        program.Kill();
        return await LeftAsync(run, program, family);
    }

    /// <summary>As a shell does at <c>kill -9 %1</c>.</summary>
    public static async Task<string> KillGroupAsync(FaultRun run)
    {
        (RunningProgram program, int[] family) = await StartFamilyAsync(run);
        Assert.True(ProcessTable.Signal(-program.Id, ProcessTable.SigKill));
        return await LeftAsync(run, program, family);
    }

    /// <summary>Whoever kills the guard gets another when the next worker is started.</summary>
    public static async Task<string> KillGuardAsync(FaultRun run)
    {
        run.Environment["WM_MAX_ATTEMPTS"] = "9";
        RunningProgram program = run.Start("family");
        int[][] ids = await run.RunningAsync(program, 2);
        int guard = GuardOf(program);
        ProcessTable.Signal(guard, ProcessTable.SigKill);
        await ProcessTable.GoneAsync(guard);
        ProcessTable.Signal(ids[0][0], ProcessTable.SigKill);
        await run.RunningAsync(program, 1);
        int[] family = run.Remember(program);
        Assert.NotEqual(0, GuardOf(program));
        program.Kill();
        return await LeftAsync(run, program, family);
    }

    public static Task<string> InterruptAsync(FaultRun run) => SignalAsync(run, PosixSignal.SIGINT);

    public static Task<string> TerminateAsync(FaultRun run) => SignalAsync(run, PosixSignal.SIGTERM);

    public static Task<string> InterruptTwiceAsync(FaultRun run) => SignalTwiceAsync(run, PosixSignal.SIGINT);

    public static Task<string> TerminateTwiceAsync(FaultRun run) => SignalTwiceAsync(run, PosixSignal.SIGTERM);

    public static Task<string> StopAsync(FaultRun run) => StopAsync(run, Master);

    private static readonly Func<RunningProgram, int[]> Master = static program => [program.Id];

    /// <summary>As the suspension of a machine does.</summary>
    public static Task<string> StopAllAsync(FaultRun run) =>
        StopAsync(run, program => [program.Id, .. run.ClientsOf(program).Select(static c => c.Id), .. run.WorkersOf(program)]);

    private static async Task<string> StopAsync(FaultRun run, Func<RunningProgram, int[]> whom)
    {
        string file = Path.Combine(run.Folder, "go on");
        run.Environment["WM_HEARTBEAT_INTERVAL"] = "1";
        run.Environment["WM_HEARTBEAT_TIMEOUT"] = run.Environment["WM_ZMQ_TASK_TIMEOUT"] = "2";
        if (whom == Master)
            run.Environment["WM_ZMQ_TIMEOUT_FACTOR"] = "20"; // Clients whose master is gone for longer must end.
        RunningProgram program = run.Start("attempts", file);
        await run.RunningAsync(program, 2);
        int[] stopped = whom(program);
        foreach (int process in stopped)
            Assert.True(ProcessTable.Signal(process, ProcessTable.SigStop));
        await Task.Delay(LongerThanDeadlines, TestContext.Current.CancellationToken);
        foreach (int process in stopped)
            Assert.True(ProcessTable.Signal(process, ProcessTable.SigCont));
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        return await program.NextLineAsync();
    }

    private static async Task<(RunningProgram Program, int[] Family)> StartFamilyAsync(FaultRun run, params string[] how)
    {
        RunningProgram program = run.Start(["family", .. how]);
        await run.RunningAsync(program, run.Manager == "serial" ? 1 : 2);
        int[] family = run.Remember(program);
        return (program, family);
    }

    private static async Task<string> LeftAsync(FaultRun run, RunningProgram program, int[] family)
    {
        int[] left = await ProcessTable.LeftAfterAsync([program.Id, .. family], run.HasNodes ? SoonWithNodes : Soon);
        return left.Length == 0 ? "nothing left in time" : $"{left.Length} of {family.Length + 1} left in time";
    }

    private static async Task<string> SignalAsync(FaultRun run, PosixSignal signal)
    {
        (RunningProgram program, int[] family) = await StartFamilyAsync(run);
        program.SignalGroup(signal);
        int code = await program.ExitAsync();
        string clients = "";
        foreach (RunningProgram client in run.ClientsOf(program))
            clients += $", client {await client.ExitAsync()}";
        return $"exit code {code}{clients}, {(family.Any(ProcessTable.Lives) ? "something" : "nothing")} left";
    }

    private static async Task<string> SignalTwiceAsync(FaultRun run, PosixSignal signal)
    {
        run.Environment["WM_SHUTDOWN_TIMEOUT"] = "3600";
        (RunningProgram program, int[] family) = await StartFamilyAsync(run, "stubborn");
        program.SignalGroup(signal);
        await program.LineAsync("interrupted"); // Two at the same time would count as one.
        program.SignalGroup(signal);
        int code = await program.ExitAsync();
        if (run.Manager is not ("processes" or "zmq"))
            return $"exit code {code}"; // What a task starts in the program itself is the program's own affair.
        int[] left = await ProcessTable.LeftAfterAsync(family, run.HasNodes ? SoonWithNodes : Soon);
        return $"exit code {code}, {(left.Length == 0 ? "nothing" : "something")} left";
    }

    private static int GuardOf(RunningProgram program) => ProcessTable.All.Single(
        p => p.Lives && p.Parent == program.Id && p.Session != program.Id).Id;
}
