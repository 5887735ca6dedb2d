using System.Globalization;

namespace WestRpc.Configuration;

/// <summary>One setting that the command line and the environment can make.</summary>
/// <param name="Variable">Its environment variable.</param>
/// <param name="Option">Its command-line option.</param>
/// <param name="Meaning">What it does, for the help text.</param>
/// <param name="Allowed">What it takes, in words.</param>
/// <param name="IsSwitch">Whether the option stands alone on the command line.</param>
/// <param name="Apply">Sets a value that was read; null where the text is not allowed.</param>
internal sealed record Setting(
    string Variable, string Option, string Meaning, string Allowed, bool IsSwitch,
    Func<WorkManagerOptions, string, WorkManagerOptions?> Apply)
{
    /// <summary>A worker, and what a task starts, must not find it: it is the master's file.</summary>
    public const string DispatchLogVariable = "WM_DISPATCH_LOG";

    /// <summary>What a switch takes.</summary>
    public const string SwitchAllowed = "1, 0, true or false";

    /// <summary>All but the choice of the work manager itself, and but what packages add.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Number("WM_N_WORKERS", "--n-workers", "workers on this machine (default: its cores)", 0, 1 << 16,
            static (options, n) => options with { WorkerCount = n }),
        Number("WM_MAX_ATTEMPTS", "--max-attempts", "workers a task may lose before it fails (default: 3)", 1, 255,
            static (options, n) => options with { MaxAttempts = n }),
        Switch("WM_ISOLATE", "--isolate", "encode and decode also where memory is shared",
            static (options, on) => options with { Isolate = on }),
        Switch("WM_ALLOW_MIXED_BUILDS", "--allow-mixed-builds", "let workers of another build join",
            static (options, on) => options with { AllowMixedBuilds = on }),
        Number("WM_MAX_MESSAGE_BYTES", "--max-message-bytes", "the largest message (default: 1073741824)", WorkManagerOptions.LeastMessageBytes, Array.MaxLength,
            static (options, n) => options with { MaxMessageBytes = n }),
        Number("WM_MAX_PENDING", "--max-pending", "tasks that may be submitted and not done (default: any number)", 0, int.MaxValue,
            static (options, n) => options with { MaxPending = n }),
        Number("WM_HEARTBEAT_INTERVAL", "--heartbeat-interval", "seconds between a worker's signs of life, 0 for none (default: 10)", 0, 86_400,
            static (options, n) => options with { HeartbeatInterval = TimeSpan.FromSeconds(n) }),
        Number("WM_HEARTBEAT_TIMEOUT", "--heartbeat-timeout", "seconds of silence after which a worker counts as dead (default: 60)", 1, 86_400,
            static (options, n) => options with { HeartbeatTimeout = TimeSpan.FromSeconds(n) }),
        Number("WM_ZMQ_TASK_TIMEOUT", "--task-timeout", "seconds at one task after which a worker counts as hung, 0 for never (default: 60 on zmq, 0 elsewhere)", 0, 31_536_000,
            static (options, n) => options with { TaskTimeout = TimeSpan.FromSeconds(n) }),
        Number("WM_GRACE_PERIOD", "--grace-period", "seconds a task has to end when its time is over (default: 5)", 0, 86_400,
            static (options, n) => options with { GracePeriod = TimeSpan.FromSeconds(n) }),
        Number("WM_MAX_TASKS_PER_WORKER", "--max-tasks-per-worker", "tasks after which a worker is replaced, 0 for never (default: 0)", 0, int.MaxValue,
            static (options, n) => options with { MaxTasksPerWorker = n }),
        Number("WM_MAX_WORKER_MEMORY", "--max-worker-memory", "MiB of memory after which a worker is replaced, 0 for never (default: 0)", 0, int.MaxValue,
            static (options, n) => options with { MaxWorkerMemory = (long)n << 20 }),
        new("WM_RESOURCES", "--resources", "what this machine offers to tasks that ask (default: nothing)",
            "a list such as gpu=2,licence=1", IsSwitch: false,
            static (options, text) => ResourceText.Read(text) is { } resources ? options with { Resources = resources } : null),
        Switch("WM_WAIT_FOR_RESOURCES", "--wait-for-resources", "let tasks wait for what no worker offers, with a warning, instead of failing them",
            static (options, on) => options with { WaitForResources = on }),
        Number("WM_START_TIMEOUT", "--start-timeout", "seconds a worker may take to start (default: 60)", 1, 86_400,
            static (options, n) => options with { StartTimeout = TimeSpan.FromSeconds(n) }),
        Number("WM_SHUTDOWN_TIMEOUT", "--shutdown-timeout", "seconds workers may take to stop (default: 3)", 0, 86_400,
            static (options, n) => options with { ShutdownTimeout = TimeSpan.FromSeconds(n) }),
        new("WM_WORKER_OUTPUT", "--worker-output", "a directory for what worker processes print, a file for each (default: none)",
            "the name of a directory", IsSwitch: false, static (options, text) => text.Length == 0 ? null : options with { WorkerOutput = text }),
        new(DispatchLogVariable, "--dispatch-log", "record what the dispatcher is told and does (default: no)", "the name of a file",
            IsSwitch: false, static (options, text) => text.Length == 0 ? null : options with { DispatchLog = text }),
    ];

    private static Setting Number(
        string variable, string option, string meaning, int least, int most,
        Func<WorkManagerOptions, int, WorkManagerOptions> set) =>
        new(variable, option, meaning, $"a whole number from {least} to {most}", IsSwitch: false, (options, text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) && n >= least && n <= most
                ? set(options, n)
                : null);

    /// <summary>Null where the text is neither on nor off.</summary>
    public static bool? ReadSwitch(string text) => text.ToLowerInvariant() switch
    {
        "1" or "true" => true,
        "0" or "false" => false,
        _ => null,
    };

    private static Setting Switch(
        string variable, string option, string meaning, Func<WorkManagerOptions, bool, WorkManagerOptions> set) =>
        new(variable, option, meaning, SwitchAllowed, IsSwitch: true,
            (options, text) => ReadSwitch(text) is { } on ? set(options, on) : null);
}
