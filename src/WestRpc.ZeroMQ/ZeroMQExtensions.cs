using WestRpc.ZeroMQ.Checks;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Master;
using WestRpc.ZeroMQ.Nodes;

namespace WestRpc;

/// <summary>Adds the work manager for several machines.</summary>
public static class ZeroMQExtensions
{
    private static readonly TimeSpan DefaultTaskTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Adds <c>zmq</c>: a server, which runs the program, and any number of clients, which may join and leave at any time. With
    /// <c>cluster-check</c> as its argument the program says whether its machine can be one of them, and does nothing else.
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
            (work, logger) => ZeroMQServer.Start(WithDefaults(work), settings.Options, logger),
            (work, logger, stop) => settings.Options.Mode == ZeroMQMode.Client ? new ZeroMQClient(WithDefaults(work), settings.Options, logger).ServeAsync(stop) : null);
        catalog.AddCommand("cluster-check", (work, stop) => new ClusterCheck(work, settings.Options).RunAsync(stop));
        return catalog;
    }

    private static WorkManagerOptions WithDefaults(WorkManagerOptions work) =>
        work with { TaskTimeout = work.TaskTimeout ?? DefaultTaskTimeout };
}
