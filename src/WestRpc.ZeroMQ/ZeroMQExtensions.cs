using Microsoft.Extensions.Logging;
using WestRpc.ZeroMQ.Configuration;

namespace WestRpc;

/// <summary>Adds the work manager for several machines.</summary>
public static class ZeroMQExtensions
{
    private static readonly TimeSpan DefaultTaskTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Adds <c>zmq</c>: a server, which runs the program, and any number of clients, which may join and leave at any time.
    /// </summary>
    /// <param name="catalog">What the program can be started with.</param>
    /// <param name="options">What differs from the defaults; the environment and the command line win over it.</param>
    public static WorkManagerCatalog AddZeroMQ(this WorkManagerCatalog catalog, ZeroMQOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var settings = new ZeroMQSettings(options ?? new ZeroMQOptions());
        catalog.Add(
            "zmq",
            settings.All,
            (work, logger) => Start(WithDefaults(work), settings.Options, logger),
            (work, logger, stop) => settings.Options.Mode == ZeroMQMode.Client ? ServeAsync(WithDefaults(work), settings.Options, logger, stop) : null);
        return catalog;
    }

    private static WorkManagerOptions WithDefaults(WorkManagerOptions work) =>
        work with { TaskTimeout = work.TaskTimeout ?? DefaultTaskTimeout };

    private static IWorkManager Start(WorkManagerOptions work, ZeroMQOptions options, ILogger logger) =>
        throw new NotImplementedException();

    private static Task<int> ServeAsync(WorkManagerOptions work, ZeroMQOptions options, ILogger logger, CancellationToken stop) =>
        throw new NotImplementedException();
}
