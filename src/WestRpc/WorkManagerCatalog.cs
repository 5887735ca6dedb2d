using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Dispatch;
using WestRpc.Transports.Processes;
using WestRpc.Transports.Serial;
using WestRpc.Transports.Threads;

namespace WestRpc;

/// <summary>The work managers that a program can be started with; packages add theirs by extension methods.</summary>
public sealed class WorkManagerCatalog
{
    private readonly Dictionary<string, Func<WorkManagerOptions, ILogger, IWorkManager>> starters = new(StringComparer.Ordinal)
    {
        ["serial"] = static (options, logger) =>
        {
            if (options.DispatchLog is { } file)
                Log.NoDispatcher(logger, "serial", file);
            return new SerialWorkManager(options);
        },
        ["threads"] = static (options, logger) =>
            Start("threads", new ThreadsTransport(options, logger), sharesMemory: true, options, logger),
        ["processes"] = static (options, logger) =>
            Start("processes", new ProcessesTransport(options, logger), sharesMemory: false, options, logger),
    };

    internal WorkManagerCatalog()
    {
    }

    /// <summary>The names to choose from, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. starters.Keys.Order(StringComparer.Ordinal)];

    internal IWorkManager Start(string name, WorkManagerOptions options, ILogger logger)
    {
        if (!starters.TryGetValue(name, out Func<WorkManagerOptions, ILogger, IWorkManager>? start))
            throw new WorkConfigurationException(
                $"There is no work manager '{name}'; choose one of {string.Join(", ", Names)} (WM_WORK_MANAGER, --work-manager).");
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
        return start(options, logger);
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
}
