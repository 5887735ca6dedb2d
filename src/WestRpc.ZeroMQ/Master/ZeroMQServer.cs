using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.Dispatch;
using WestRpc.Transports.Processes;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Master;

/// <summary>Puts the server together: it listens, says where, and has workers of its own.</summary>
internal static class ZeroMQServer
{
    /// <exception cref="WorkConfigurationException">It can't be as the settings have it.</exception>
    public static DispatchedWorkManager Start(WorkManagerOptions work, ZeroMQOptions options, ILogger logger)
    {
        ServerSetup setup = ServerSetup.Make(options, LocalNetwork.Current(), logger);
        var settings = new NodeServerSettings(
            Environment.MachineName, work.WorkerCount, work.MaxMessageBytes, options.MasterHeartbeat,
            options.WorkerHeartbeat * options.TimeoutFactor);

        // That nodes come and go is worth a line where nobody chose what is.
        ILogger news = work.LoggerFactory is null ? new CarefulLogger(new OutputLogger(work.Output, LogLevel.Information)) : logger;
        var nodes = new NodeServer(settings, setup.Secret ?? RunSecret.None, news) { InfoFile = setup.InfoFile };
        DispatchedWorkManager? manager = null;
        DrainSignal? drain = null;
        try
        {
            ProcessesTransport? local = work.WorkerCount == 0 ? null : new ProcessesTransport(work, logger);
            var transport = new ZeroMQTransport(local, nodes, options.ShutdownTimeout, () =>
            {
                drain?.Dispose();
                setup.Dispose();
            });

            manager = new DispatchedWorkManager("zmq", transport, sharesMemory: false, OverNetwork(work, settings.NodeTimeout), logger);
            manager.Start();
            drain = new DrainSignal(options.DrainBeforeEnd, logger, () => manager.DrainAsync());
            int tasks = setup.Listen.Tasks.Bind(Binder(nodes.ListenForTasks, setup.Listen.Tasks));
            int results = setup.Listen.Results.Bind(Binder(nodes.ListenForResults, setup.Listen.Results));
            int announcements = setup.Listen.Announcements.Bind(Binder(nodes.ListenForSubscribers, setup.Listen.Announcements));
            setup.Publish(tasks, results, announcements);
            return manager;
        }
        catch
        {
            drain?.Dispose();
            manager?.DisposeAsync().AsTask().GetAwaiter().GetResult();
            nodes.Dispose();
            setup.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A node that offers what a task asks for may always join; and where a network is cut for less than a node's limit, none of
    /// its workers is to be missed before.
    /// </summary>
    private static WorkManagerOptions OverNetwork(WorkManagerOptions work, TimeSpan nodeTimeout)
    {
        TimeSpan least = nodeTimeout + (2 * work.HeartbeatInterval);
        return work with { WaitForResources = true, HeartbeatTimeout = work.HeartbeatTimeout > least ? work.HeartbeatTimeout : least };
    }

    /// <summary>Listens where a target says, in the way that is given.</summary>
    public static TryBind Binder(Func<IPEndPoint, int> listen, BindTarget target) => (string host, int port, out int bound) =>
    {
        bound = 0;
        IPAddress address = host != Endpoint.Any ? IPAddress.Parse(host.Trim('[', ']')) : target.UseIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        try
        {
            bound = listen(new IPEndPoint(address, port));
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    };
}
