namespace WestRpc.Faults.Tests;

/// <summary>Faults of workers, from outside.</summary>
internal static class WorkerFaults
{
    private const string Tasks = "600";

    /// <summary>After every 50 tasks one of the workers that live.</summary>
    public static async Task<string> KillAtRandomAsync(FaultRun run)
    {
        RunningProgram program = run.Start("squares", Tasks);
        for (int i = 0; i < 8; i++)
        {
            await program.LineAsync("done ");
            Hit(program, ProcessTable.SigKill);
        }

        return await program.LineAsync("result: ");
    }

    /// <summary>Twice; each time the run goes on when the silence is noticed.</summary>
    public static async Task<string> StopAtRandomAsync(FaultRun run)
    {
        run.Environment["WM_HEARTBEAT_INTERVAL"] = "1";
        run.Environment["WM_HEARTBEAT_TIMEOUT"] = "2";
        RunningProgram program = run.Start("squares", Tasks);
        for (int i = 0; i < 2; i++)
        {
            await program.LineAsync("done ");
            Hit(program, ProcessTable.SigStop);
        }

        return await program.LineAsync("result: ");
    }

    public static async Task<string> KillBesideGrandchildAsync(FaultRun run)
    {
        RunningProgram program = run.Start("orphan", Path.Combine(run.Folder, "sleep"));
        int[] ids = (await run.RunningAsync(program, 1))[0];
        Assert.True(ProcessTable.Signal(ids[0], ProcessTable.SigKill));
        await ProcessTable.GoneAsync(ids[1]);
        return await program.NextLineAsync();
    }

    private static void Hit(RunningProgram program, int signal)
    {
        int[] workers = ProcessTable.WorkersOf(program);
        if (workers.Length > 0)
            ProcessTable.Signal(workers[Random.Shared.Next(workers.Length)], signal);
    }
}
