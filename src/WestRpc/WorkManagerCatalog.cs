using Microsoft.Extensions.Logging;
using WestRpc.Configuration;
using WestRpc.Diagnostics;
using WestRpc.Dispatch;
using WestRpc.Transports.Processes;
using WestRpc.Transports.Serial;
using WestRpc.Transports.Threads;

namespace WestRpc;

/// <summary>The work managers that a program can be started with; packages add theirs by extension methods.</summary>
public sealed class WorkManagerCatalog
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["mpi"] = "AddMpi",
        ["zmq"] = "AddZeroMQ",
    };

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal)
    {
        ["serial"] = new(static (options, logger) =>
        {
            if (options.DispatchLog is { } file)
                Log.NoDispatcher(logger, "serial", file);
            return new SerialWorkManager(options);
        }),
        ["threads"] = new(static (options, logger) =>
            Start("threads", new ThreadsTransport(options, logger), sharesMemory: true, options, logger)),
        ["processes"] = new(static (options, logger) =>
            Start("processes", new ProcessesTransport(options, logger), sharesMemory: false, options, logger)),
    };

    private readonly List<Setting> settings = [.. Setting.All];
    private readonly Dictionary<string, Func<WorkManagerOptions, CancellationToken, Task<int>>> commands = new(StringComparer.Ordinal);

    internal WorkManagerCatalog()
    {
    }

    /// <summary>The names to choose from, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. entries.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What can be set beside the work manager itself, what packages added included.</summary>
    internal IReadOnlyList<Setting> Settings => settings;

    internal static WorkManagerCatalog With(Action<WorkManagerCatalog>? managers)
    {
        var catalog = new WorkManagerCatalog();
        managers?.Invoke(catalog);
        return catalog;
    }

    /// <summary>For a package: one more work manager.</summary>
    /// <param name="name">What to choose it by.</param>
    /// <param name="added">Its own settings; they set options of the package's own and leave <see cref="WorkManagerOptions"/> as it is.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="serveNode">
    /// Where this process is a node, which serves a master elsewhere: serves until the master stops or the token fires, and
    /// returns the exit code. Returns null, and does nothing, where it is none.
    /// </param>
    internal void Add(
        string name, IEnumerable<Setting> added, Func<WorkManagerOptions, ILogger, IWorkManager> start,
        Func<WorkManagerOptions, ILogger, CancellationToken, Task<int>?>? serveNode = null)
    {
        if (!entries.TryAdd(name, new Entry(start, serveNode)))
            throw new InvalidOperationException($"The work manager '{name}' is added twice.");
        settings.AddRange(added);
    }

    /// <summary>For a package: what the program does in place of its own work when this is its first argument.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="run">Does it, and returns the exit code.</param>
    internal void AddCommand(string name, Func<WorkManagerOptions, CancellationToken, Task<int>> run) => commands.Add(name, run);

    /// <exception cref="WorkConfigurationException">There is no such work manager: says where the name is from and what there is.</exception>
    internal string Known(string source, string name) =>
        entries.ContainsKey(name) ? name
        : Packages.TryGetValue(name, out string? add) ? throw new WorkConfigurationException(
            $"{source} is '{name}', which this program lacks: it takes managers.{add}() where it calls WorkApplication.RunAsync.")
        : throw new WorkConfigurationException($"{source} is '{name}', which is not one of {string.Join(", ", Names)}.");

    internal IWorkManager Start(string name, WorkManagerOptions options, ILogger logger)
    {
        Entry entry = Find(name);
        Check(options);
        return entry.Start(options, logger);
    }

    /// <summary>Null where the first argument is no package's command.</summary>
    /// <exception cref="WorkConfigurationException">There is more on the command line than that.</exception>
    internal Task<int>? RunCommand(IReadOnlyList<string> arguments, WorkManagerOptions options, CancellationToken stop)
    {
        if (arguments.Count == 0 || !commands.TryGetValue(arguments[0], out var run))
            return null;
        return arguments.Count == 1
            ? run(options, stop)
            : throw new WorkConfigurationException($"{arguments[0]} takes only the work manager's options, not '{arguments[1]}'.");
    }

    /// <summary>Null where this process is no node.</summary>
    internal Task<int>? ServeNode(string name, WorkManagerOptions options, ILogger logger, CancellationToken stop)
    {
        if (Find(name).ServeNode is not { } serve)
            return null;
        Check(options);
        return serve(options, logger, stop);
    }

    private Entry Find(string name) =>
        entries.TryGetValue(name, out Entry? entry) ? entry
        : Packages.TryGetValue(name, out string? add) ? throw new WorkConfigurationException(
            $"The work manager '{name}' is not part of this program: it takes managers.{add}().")
        : throw new WorkConfigurationException(
            $"There is no work manager '{name}'; choose one of {string.Join(", ", Names)} (WM_WORK_MANAGER, --work-manager).");

    private static void Check(WorkManagerOptions options)
    {
        if (options.MaxMessageBytes < WorkManagerOptions.LeastMessageBytes)
            throw new WorkConfigurationException(
                $"The largest message is set to {options.MaxMessageBytes} bytes; it must be {WorkManagerOptions.LeastMessageBytes} at least (WM_MAX_MESSAGE_BYTES, --max-message-bytes).");
        if (options.MaxPending < 0)
            throw new WorkConfigurationException(
                $"The most tasks that may be pending is set to {options.MaxPending}; it must be 0, for any number, or more (WM_MAX_PENDING, --max-pending).");
        if (options.HeartbeatInterval > TimeSpan.Zero && options.HeartbeatTimeout <= options.HeartbeatInterval)
            throw new WorkConfigurationException(
                $"A worker counts as dead after {options.HeartbeatTimeout.TotalSeconds} s of silence (WM_HEARTBEAT_TIMEOUT, --heartbeat-timeout), which must be longer than the {options.HeartbeatInterval.TotalSeconds} s between its signs of life (WM_HEARTBEAT_INTERVAL, --heartbeat-interval).");
        if (options.Resources?.FirstOrDefault(static r => r.Key.Length == 0 || r.Key.AsSpan().ContainsAny("=,;") || r.Value < 0) is { Key: not null } bad)
            throw new WorkConfigurationException(
                $"'{bad.Key}={bad.Value}' is no resource: it takes a name without =, comma and semicolon, and 0 or more of it (WM_RESOURCES, --resources).");
        if (VisibleGpus.Shortage(options, Environment.GetEnvironmentVariable) is { } shortage)
            throw new WorkConfigurationException(shortage);
    }

    private static DispatchedWorkManager Start(
        string name, Transports.IWorkerTransport transport, bool sharesMemory, WorkManagerOptions options, ILogger logger)
    {
        if (options.WorkerCount < 1)
            throw new WorkConfigurationException(
                $"{name} needs at least 1 worker, not {options.WorkerCount} (WM_N_WORKERS, --n-workers).");
        var manager = new DispatchedWorkManager(name, transport, sharesMemory, options, logger);
        manager.Start();
        return manager;
    }

    private sealed record Entry(
        Func<WorkManagerOptions, ILogger, IWorkManager> Start,
        Func<WorkManagerOptions, ILogger, CancellationToken, Task<int>?>? ServeNode = null);
}
