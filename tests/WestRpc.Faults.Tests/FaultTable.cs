namespace WestRpc.Faults.Tests;

/// <summary>Each fault and its expected outcome on each work manager; a cell that is missing makes no sense there.</summary>
internal static class FaultTable
{
    private const string AllRight = "600 right, 0 wrong, 0 failed";
    private const string NothingLeft = "nothing left in time";

    private const string Deaf =
        "westrpc: warning: Ending WORKER: its task TestProgram.Faults.Deaf did not end when it was canceled.";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("workers killed with -9 at random while tasks run", WorkerFaults.KillAtRandomAsync, AllRight, ZeroMQ: AllRight),
        new("workers stopped with SIGSTOP at random while tasks run", WorkerFaults.StopAtRandomAsync, AllRight, ZeroMQ: AllRight),
        new("a worker killed beside what its task has started", WorkerFaults.KillBesideGrandchildAsync,
            "the second attempt is alone", ZeroMQ: "the second attempt is alone"),
        new("workers killed with -9 before they greet", WorkerFaults.KillBeforeGreetingAsync, AllRight),
        new("every worker killed with -9 before it greets", WorkerFaults.KillAllBeforeGreetingAsync,
            "exit code 1\nwestrpc: error: No worker can be started: 5 workers in a row ended before they could take a task; the last: killed by signal 9 (SIGKILL)."),
        new("the worker that eats memory killed for it, among 1,000 tasks", WorkerFaults.OutOfMemoryAsync,
            "999 right, 0 wrong, 1 failed\nWorkerLostException: killed by signal 9 (SIGKILL); killed by signal 9 (SIGKILL); killed by signal 9 (SIGKILL)"),
        new("the guard killed, and then the master", MasterFaults.KillGuardAsync, NothingLeft),
        new("a task that exits with code 3", TaskFaults.ExitAsync,
            "WorkerLostException: exit code 3; exit code 3\nthen 49\nexit code 0", "exit code 3", "exit code 3",
            ZeroMQ: "WorkerLostException: exit code 3; exit code 3\nthen 49\nexit code 0"),
        new("a task that overflows its stack", TaskFaults.OverflowAsync,
            "WorkerLostException: killed by signal 6 (SIGABRT); killed by signal 6 (SIGABRT)\nthen 49\nexit code 0",
            "exit code 134", "exit code 134",
            ZeroMQ: "WorkerLostException: killed by signal 6 (SIGABRT); killed by signal 6 (SIGABRT)\nthen 49\nexit code 0"),
        new("a task that eats memory to its limit", TaskFaults.EatAsync,
            "WorkTaskException: System.OutOfMemoryException\nthen 49\nexit code 0",
            "WorkTaskException: System.OutOfMemoryException\nthen 49\nexit code 0",
            "WorkTaskException: System.OutOfMemoryException\nthen 49\nexit code 0"),
        new("a task that eats memory to the kernel's limit", TaskFaults.EatDataAsync,
            "WorkTaskException: System.OutOfMemoryException\nthen 49\nexit code 0"),
        new("a task that loops for ever and has a time limit", TaskFaults.LoopAsync,
            "WorkTimeoutException\nthen 49\nexit code 0", "WorkTimeoutException\nthen 49\nexit code 0",
            ZeroMQ: "WorkTimeoutException\nthen 49\nexit code 0"),
        new("a task that waits for programs that ignore SIGTERM, and has a time limit", TaskFaults.TreeAsync,
            "WorkTimeoutException\nthen 49, 0 of 2 left", "WorkTimeoutException\nthen 49, 2 of 2 left",
            ZeroMQ: "WorkTimeoutException\nthen 49, 0 of 2 left"),
        new("canceled tasks that do not heed it, one of which may be killed", TaskFaults.CancelAsync,
            "Canceled\nthen 49\nRanToCompletion\nexit code 0\n" + Deaf +
            "\nwestrpc: warning: Lost WORKER: its task TestProgram.Faults.Deaf did not end when it was canceled. Starting another in its place.",
            "Canceled\nthen 49\nRanToCompletion\nexit code 0\n" + Deaf +
            "\nwestrpc: warning: The thread of WORKER is written off, since its task TestProgram.Faults.Deaf did not end when it was canceled: it goes on until its method returns, and another takes its place.",
            ZeroMQ: "Canceled\nthen 49\nRanToCompletion\nexit code 0\n" + Deaf),
        new("a task that leaves a process behind that holds its output", TaskFaults.LeaveAsync,
            "ended with code 0, the process is gone", "ended with code 0, the process lives", "ended with code 0, the process lives",
            ZeroMQ: "ended with code 0, the process is gone"),
        new("a task that kills its worker among 1,000", TaskFaults.PoisonAsync,
            "999 right, 0 wrong, 1 failed\nWorkerLostException: exit code 9; exit code 9; exit code 9",
            ZeroMQ: "999 right, 0 wrong, 1 failed\nWorkerLostException: exit code 9; exit code 9; exit code 9"),
        new("nobody reads standard output", OutputFaults.UnreadAsync, "exit code 0", "exit code 0", "exit code 0"),
        new("standard output closed, tasks print", OutputFaults.ClosedAsync, "exit code 0", "exit code 1", "exit code 1",
            ZeroMQ: "exit code 0"),
        new("standard output on a full disk, tasks print", OutputFaults.FullAsync, "exit code 0", "exit code 1", "exit code 1"),
        new("the master killed with -9", MasterFaults.KillAsync, NothingLeft, ZeroMQ: NothingLeft),
        new("the master's group killed with -9", MasterFaults.KillGroupAsync, NothingLeft, NothingLeft, NothingLeft),
        new("Ctrl-C", MasterFaults.InterruptAsync, "exit code 130, nothing left", "exit code 130, nothing left", "exit code 130, nothing left",
            ZeroMQ: "exit code 130, client 0, nothing left"),
        new("Ctrl-C twice, tasks do not heed it", MasterFaults.InterruptTwiceAsync,
            "exit code 130, nothing left", "exit code 130", "exit code 130", ZeroMQ: "exit code 130, nothing left"),
        new("SIGTERM", MasterFaults.TerminateAsync, "exit code 143, nothing left", "exit code 143, nothing left", "exit code 143, nothing left",
            ZeroMQ: "exit code 143, client 0, nothing left"),
        new("SIGTERM twice, tasks do not heed it", MasterFaults.TerminateTwiceAsync,
            "exit code 143, nothing left", "exit code 143", "exit code 143"),
        new("the master stopped for longer than every deadline", MasterFaults.StopAsync, "attempts 1 1", "attempts 1 1",
            ZeroMQ: "attempts 1 1"),
        new("master and workers stopped for longer than every deadline", MasterFaults.StopAllAsync, "attempts 1 1",
            ZeroMQ: "attempts 1 1"),
        new("file descriptors exhausted", MachineFaults.DescriptorsAsync,
            "result: 200 right, 0 wrong, 0 failed\nstart failed\nWorkerLostException: exit code 3\nRanToCompletion\nboth again\nexit code 0"),
        new("no file descriptor to let a worker in with", MachineFaults.AcceptAsync,
            "result: 200 right, 0 wrong, 0 failed\nresult: 200 right, 0 wrong, 0 failed\ncould not connect\nWorkerLostException: exit code 3\nboth again\nexit code 0"),
        new("process limit reached", MachineFaults.ProcessLimitAsync,
            "result: 200 right, 0 wrong, 0 failed\nstart failed\nWorkerLostException: exit code 3\nRanToCompletion\nboth again\nexit code 0"),
        new("a full temporary directory", MachineFaults.FullTemporaryDirectoryAsync, AllRight, AllRight, AllRight),
        new("no temporary directory that can be written to", MachineFaults.NoTemporaryDirectoryAsync,
            "exit code 2\nNo directory for the workers' socket: tried FOLDER/TMPDIR (No space left on device : 'FOLDER/TMPDIR/.NAME'), " +
            "/tmp (Read-only file system : '/tmp/.NAME'), FOLDER/XDG_RUNTIME_DIR (No space left on device : 'FOLDER/XDG_RUNTIME_DIR/.NAME/lock'), " +
            "/dev/shm (No space left on device : '/dev/shm/.NAME'). Set TMPDIR to a writable directory with a short path.",
            $"result: {AllRight}\nexit code 0", $"result: {AllRight}\nexit code 0"),
        new("two masters on one machine, one killed", MachineFaults.TwoMastersAsync, AllRight, AllRight, AllRight,
            ZeroMQ: AllRight),
        new("a client killed with -9, another goes on", NodeFaults.KillAsync, ZeroMQ: AllRight),
        new("the only client killed with -9, another comes", NodeFaults.ReplaceAsync, ZeroMQ: AllRight),
        new("a client stopped for longer than the limit", NodeFaults.StopAsync, ZeroMQ: AllRight + ", server 0, client 1"),
    ];
}
