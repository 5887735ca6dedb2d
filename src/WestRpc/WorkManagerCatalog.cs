using Microsoft.Extensions.Logging;
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
        ["serial"] = static (options, _) => new SerialWorkManager(options),
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
