namespace WestRpc.Faults.Tests.Mpi;

/// <summary>Each fault and its expected outcome under each launcher; a cell that is missing makes no sense there.</summary>
internal static class MpiFaultTable
{
    private const string AllRight = "600 right, 0 wrong, 0 failed";
    private const string Well = "exit code 0, nothing left";
    private const string LostTwice = "WorkerLostException: it was silent for 3 s (WM_HEARTBEAT_TIMEOUT); it was silent for 3 s (WM_HEARTBEAT_TIMEOUT)";
    private const string OutOfMemory = "WorkTaskException: System.OutOfMemoryException\nthen 49\n" + Well;
    private const string OutOfTime = "WorkTimeoutException\nthen 49\n" + Well;

    public static IReadOnlyList<MpiFault> All { get; } =
    [
        new("a rank killed with -9", MpiFaults.KillAsync,
            "exit code 137, nothing left, the rank is named", $"result: {AllRight}\n{Well}", "exit code 9, nothing left, the rank is not named"),
        new("a rank stopped with SIGSTOP until the others have done the work", MpiFaults.StopAsync, AllRight, $"{AllRight}\n{Well}", AllRight),
        new("every worker's rank killed with -9", MpiFaults.KillAllAsync, Recovering: $"result: 1\n{Well}, said"),
        new("the master killed with -9 beside programs that tasks have started", MpiFaults.KillMasterAsync,
            "exit code 137, nothing left", Well, "exit code 9, nothing left"),
        new("the master's exception", MpiFaults.ThrowAsync, "exit code 1, nothing left", Well, "exit code 1, nothing left"),
        new("a task that exits with code 3", MpiFaults.ExitAsync,
            "failed, 0 left", $"{LostTwice}\nthen 49\n{Well}", "failed, 0 left"),
        new("a task that kills its rank among 200", MpiFaults.PoisonAsync,
            Recovering: $"result: 199 right, 0 wrong, 1 failed\n{LostTwice}; it was silent for 3 s (WM_HEARTBEAT_TIMEOUT)\n{Well}"),
        new("a task that eats memory to its limit", MpiFaults.EatAsync, OutOfMemory, Mpich: OutOfMemory),
        new("a task that loops for ever and has a time limit", MpiFaults.LoopAsync, OutOfTime, Mpich: OutOfTime),
        new("a task that waits for programs that ignore SIGTERM, and has a time limit", MpiFaults.TreeAsync, OutOfTime, Mpich: OutOfTime),
        new("a task that leaves a process behind that holds its output", MpiFaults.LeaveAsync,
            Well + ", the program is gone", Mpich: Well + ", the program is gone"),
        new("Ctrl-C", MpiFaults.InterruptAsync, "nothing left", "nothing left", "nothing left"),
        new("SIGTERM", MpiFaults.TerminateAsync, "nothing left", "nothing left", "nothing left"),
        new("two runs on one machine, one's master killed", MpiFaults.TwoRunsAsync,
            $"result: {AllRight}\n{Well}", Mpich: $"result: {AllRight}\n{Well}"),
    ];
}
