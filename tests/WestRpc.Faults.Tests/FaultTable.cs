namespace WestRpc.Faults.Tests;

/// <summary>Each fault and its expected outcome on each work manager; a cell that is missing makes no sense there.</summary>
internal static class FaultTable
{
    private const string AllRight = "600 right, 0 wrong, 0 failed";
    private const string NothingLeft = "nothing left after 2 s";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("workers killed with -9 at random while tasks run", WorkerFaults.KillAtRandomAsync, AllRight),
        new("workers stopped with SIGSTOP at random while tasks run", WorkerFaults.StopAtRandomAsync, AllRight),
        new("a worker killed beside what its task has started", WorkerFaults.KillBesideGrandchildAsync,
            "the second attempt is alone"),
        new("the guard killed, and then the master", MasterFaults.KillGuardAsync, NothingLeft),
        new("a task that exits with code 3", TaskFaults.ExitAsync,
            "WorkerLostException: exit code 3; exit code 3\nthen 49\nexit code 0", "exit code 3", "exit code 3"),
        new("a task that overflows its stack", TaskFaults.OverflowAsync,
            "WorkerLostException: killed by signal 6 (SIGABRT); killed by signal 6 (SIGABRT)\nthen 49\nexit code 0",
            "exit code 134", "exit code 134"),
        new("a task that eats memory to its limit", TaskFaults.EatAsync,
            "WorkTaskException: System.OutOfMemoryException\nthen 49\nexit code 0",
            "WorkTaskException: System.OutOfMemoryException\nthen 49\nexit code 0",
            "WorkTaskException: System.OutOfMemoryException\nthen 49\nexit code 0"),
        new("a task that loops for ever and has a time limit", TaskFaults.LoopAsync,
            "WorkTimeoutException\nthen 49\nexit code 0", "WorkTimeoutException\nthen 49\nexit code 0"),
        new("a task that leaves a process behind that holds its output", TaskFaults.LeaveAsync,
            "ended with code 0, the process is gone", "ended with code 0, the process lives", "ended with code 0, the process lives"),
        new("a task that kills its worker among 1,000", TaskFaults.PoisonAsync,
            "999 right, 0 wrong, 1 failed\nWorkerLostException: exit code 9; exit code 9; exit code 9"),
        new("nobody reads standard output", OutputFaults.UnreadAsync, "exit code 0", "exit code 0", "exit code 0"),
        new("standard output closed, tasks print", OutputFaults.ClosedAsync, "exit code 0", "exit code 1", "exit code 1"),
        new("standard output on a full disk, tasks print", OutputFaults.FullAsync, "exit code 0", "exit code 1", "exit code 1"),
        new("the master killed with -9", MasterFaults.KillAsync, NothingLeft),
        new("the master's group killed with -9", MasterFaults.KillGroupAsync, NothingLeft, NothingLeft, NothingLeft),
        new("Ctrl-C", MasterFaults.InterruptAsync, "exit code 130, nothing left", "exit code 130, nothing left", "exit code 130, nothing left"),
        new("Ctrl-C twice, tasks do not heed it", MasterFaults.InterruptTwiceAsync,
            "exit code 130, nothing left", "exit code 130", "exit code 130"),
        new("SIGTERM", MasterFaults.TerminateAsync, "exit code 143, nothing left", "exit code 143, nothing left", "exit code 143, nothing left"),
        new("SIGTERM twice, tasks do not heed it", MasterFaults.TerminateTwiceAsync,
            "exit code 143, nothing left", "exit code 143", "exit code 143"),
        new("the master stopped for longer than every deadline", MasterFaults.StopAsync, "attempts 1 1", "attempts 1 1"),
        new("master and workers stopped for longer than every deadline", MasterFaults.StopAllAsync, "attempts 1 1"),
        new("file descriptors exhausted", MachineFaults.DescriptorsAsync,
            "result: 200 right, 0 wrong, 0 failed\nstart failed\nWorkerLostException: exit code 3\nRanToCompletion\nboth again\nexit code 0"),
        new("process limit reached", MachineFaults.ProcessLimitAsync,
            "result: 200 right, 0 wrong, 0 failed\nstart failed\nWorkerLostException: exit code 3\nRanToCompletion\nboth again\nexit code 0"),
        new("a full temporary directory", MachineFaults.FullTemporaryDirectoryAsync, AllRight, AllRight, AllRight),
        new("two masters on one machine, one killed", MachineFaults.TwoMastersAsync, AllRight, AllRight, AllRight),
    ];
}
