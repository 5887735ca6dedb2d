using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;

namespace WestRpc;

/// <summary>
/// How a work manager is to run. The command line wins over the environment, the environment over what code sets here,
/// and that over the defaults.
/// </summary>
public sealed record WorkManagerOptions
{
    /// <summary>Workers on this machine (<c>WM_N_WORKERS</c>, <c>--n-workers</c>). Default: its cores.</summary>
    public int WorkerCount
    {
        get => ChosenWorkerCount ?? Environment.ProcessorCount;
        init => ChosenWorkerCount = value;
    }

    /// <summary>The number of the first of them on this host, for nodes that share one.</summary>
    internal int FirstWorkerIndex { get; init; }

    /// <summary>Null where nobody said how many.</summary>
    internal int? ChosenWorkerCount { get; private init; }

    /// <summary>
    /// Workers that a task may lose before it fails with <see cref="WorkerLostException"/> (<c>WM_MAX_ATTEMPTS</c>).
    /// Default: 3; 1 begins each task at most once.
    /// </summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// Makes the work managers that share memory encode and decode every call and result, as the others do
    /// (<c>WM_ISOLATE</c>). Default: false.
    /// </summary>
    public bool Isolate { get; init; }

    /// <summary>Lets workers of another build join (<c>WM_ALLOW_MIXED_BUILDS</c>). Default: false.</summary>
    public bool AllowMixedBuilds { get; init; }

    // A greeting, which names all tasks, must always fit.
    internal const int LeastMessageBytes = 1 << 20;

    /// <summary>The largest message, in bytes (<c>WM_MAX_MESSAGE_BYTES</c>); 1 MiB at least. Default: 1 GiB.</summary>
    public int MaxMessageBytes { get; init; } = 1 << 30;

    /// <summary>
    /// How many tasks may be submitted and not done; over that, submissions fail with <see cref="WorkQueueFullException"/>
    /// (<c>WM_MAX_PENDING</c>). Default: 0, any number.
    /// </summary>
    public int MaxPending { get; init; }

    /// <summary>How often a worker process says that it lives (<c>WM_HEARTBEAT_INTERVAL</c>); zero turns that off. Default: 10 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A worker process that was silent for so long is killed and replaced (<c>WM_HEARTBEAT_TIMEOUT</c>). A task may compute as
    /// long as it likes: heartbeats come from a thread of their own. Default: 60 s.
    /// </summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A worker that is at one task for so long counts as hung: it is killed and replaced, and the task loses an attempt
    /// (<c>WM_ZMQ_TASK_TIMEOUT</c>); zero turns that off. Default: null, which is 60 s on <c>zmq</c> and off elsewhere.
    /// </summary>
    public TimeSpan? TaskTimeout { get; init; }

    /// <summary>What a task that is out of time has to heed its token before its worker is killed (<c>WM_GRACE_PERIOD</c>). Default: 5 s.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A worker process is replaced after so many tasks (<c>WM_MAX_TASKS_PER_WORKER</c>). Default: 0, never.</summary>
    public int MaxTasksPerWorker { get; init; }

    /// <summary>
    /// A worker process that takes more bytes of memory is replaced when it has ended its task; looked at with each heartbeat
    /// (<c>WM_MAX_WORKER_MEMORY</c>). Default: 0, any amount.
    /// </summary>
    public long MaxWorkerMemory { get; init; }

    /// <summary>
    /// What this machine offers to tasks that ask (<see cref="WorkOptions.Resources"/>), shared out among its workers, for
    /// example <c>{ ["gpu"] = 2 }</c> (<c>WM_RESOURCES=gpu=2</c>). Default: nothing.
    /// </summary>
    public IReadOnlyDictionary<string, int>? Resources { get; init; }

    /// <summary>
    /// Whether a task that asks for what no worker will offer waits, with one warning, for one that may yet join
    /// (<c>WM_WAIT_FOR_RESOURCES</c>). Default: no, it fails at once with <see cref="WorkResourceException"/>. On
    /// <c>serial</c>, where nobody joins, it always fails.
    /// </summary>
    public bool WaitForResources { get; init; }

    /// <summary>How long a worker may take from its start until it greets (<c>WM_START_TIMEOUT</c>). Default: 60 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long workers may take to stop before they are killed (<c>WM_SHUTDOWN_TIMEOUT</c>). Default: 3 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A file for a record of all that the dispatcher is told and does, from which its decisions can be replayed
    /// (<c>WM_DISPATCH_LOG</c>); see docs/dispatcher.md. <c>serial</c> has no dispatcher. Default: none.
    /// </summary>
    public string? DispatchLog { get; init; }

    /// <summary>Where log messages go. Default: warnings and errors to <see cref="Output"/>.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// A directory for what worker processes print (<c>WM_WORKER_OUTPUT</c>): a file for each, <c>HOST-NUMBER.txt</c>, to which
    /// is added. How a task or a worker failed comes to the master all the same. Default: none, lines go to <see cref="Output"/>.
    /// </summary>
    public string? WorkerOutput { get; init; }

    /// <summary>
    /// The file of the assembly that holds the tasks, for a master that can't be started again as its own worker, such as a
    /// notebook or a plug-in of another program: worker processes are then <c>westrpc-worker</c> (package WestRpc.Worker), which
    /// loads this assembly. It must hold, or refer to, all tasks that are loaded here. Default: none, they are this program.
    /// </summary>
    public string? TaskAssembly { get; init; }

    /// <summary>
    /// With <see cref="TaskAssembly"/>: the file <c>westrpc-worker.dll</c>. Default: the one in the folder
    /// <c>westrpc-worker</c> beside that assembly, or beside this program, where the package puts it.
    /// </summary>
    public string? WorkerProgram { get; init; }

    /// <summary>Where the lines go that workers print. Default: this program's standard output and error.</summary>
    public WorkOutput Output { get; init; } = WorkOutput.Default;
}
