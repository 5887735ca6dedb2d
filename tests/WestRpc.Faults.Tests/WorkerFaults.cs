using System.Globalization;

namespace WestRpc.Faults.Tests;

/// <summary>Faults of workers, from outside.</summary>
internal static class WorkerFaults
{
    private const string Tasks = "600";
    private const int StartFailureLimit = 5;
    private const long EnoughMemory = 300 << 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>After every 50 tasks one of the workers that live.</summary>
    public static async Task<string> KillAtRandomAsync(FaultRun run)
    {
        RunningProgram program = run.Start("squares", Tasks);
        for (int i = 0; i < 8; i++)
        {
            await program.LineAsync("done ");
            Hit(run, program, ProcessTable.SigKill);
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
            Hit(run, program, ProcessTable.SigStop);
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

    /// <summary>The first two while they start; those that come in their place may.</summary>
    public static async Task<string> KillBeforeGreetingAsync(FaultRun run)
    {
        (RunningProgram program, string hold) = StartHeld(run);
        for (int i = 0; i < 2; i++)
            await KillStartingAsync(program);
        await program.LineAsync("starting ");
        File.Delete(hold);
        return await program.LineAsync("result: ");
    }

    public static async Task<string> KillAllBeforeGreetingAsync(FaultRun run)
    {
        (RunningProgram program, _) = StartHeld(run);
        for (int i = 0; i < StartFailureLimit; i++)
            await KillStartingAsync(program);
        (int code, _, string error) = await program.EndAsync();
        return $"exit code {code}\n{error.Split('\n').Single(static l => l.Contains(" in a row ", StringComparison.Ordinal))}";
    }

    /// <summary>Whichever worker has more memory than there is, as the kernel's killer does it.</summary>
    public static async Task<string> OutOfMemoryAsync(FaultRun run)
    {
        // Where nobody kills.
        run.Environment["DOTNET_GCHeapHardLimit"] = "0x80000000";
        RunningProgram program = run.Start("gorge", "1000");
        Task<string> result = program.LineAsync("result: ");
        while (!result.IsCompleted)
        {
            foreach (int worker in ProcessTable.WorkersOf(program).Where(static w => ProcessTable.Memory(w) > EnoughMemory))
                ProcessTable.Signal(worker, ProcessTable.SigKill);
            await Task.WhenAny(result, Task.Delay(Look, TestContext.Current.CancellationToken));
        }

        return $"{await result}\n{await program.NextLineAsync()}";
    }

    private static (RunningProgram Program, string Hold) StartHeld(FaultRun run)
    {
        string hold = run.HoldStarts();
        File.WriteAllText(hold, "");
        return (run.Start("squares", Tasks), hold);
    }

    private static async Task KillStartingAsync(RunningProgram program)
    {
        int worker = int.Parse(await program.LineAsync("starting "), CultureInfo.InvariantCulture);
        Assert.True(ProcessTable.Signal(worker, ProcessTable.SigKill));
    }

    private static void Hit(FaultRun run, RunningProgram program, int signal)
    {
        int[] workers = run.WorkersOf(program);
        if (workers.Length > 0)
            ProcessTable.Signal(workers[Random.Shared.Next(workers.Length)], signal);
    }
}
