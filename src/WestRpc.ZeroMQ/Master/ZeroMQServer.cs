using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using NetMQ;
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
        var nodes = new NodeServer(settings, setup.Secret!, logger);
        try
        {
            int tasks = setup.Listen.Tasks.Bind(Binder(nodes.Tasks, setup.Listen.Tasks));
            int results = setup.Listen.Results.Bind(Binder(nodes.Results, setup.Listen.Results));
            int announcements = setup.Listen.Announcements.Bind(Binder(nodes.Announcements, setup.Listen.Announcements));
            ProcessesTransport? local = work.WorkerCount == 0 ? null : new ProcessesTransport(work, logger);
            var transport = new ZeroMQTransport(local, nodes, options.ShutdownTimeout, setup.Dispose);

            // A node that offers what a task asks for may always join.
            var manager = new DispatchedWorkManager(
                "zmq", transport, sharesMemory: false, work with { WaitForResources = true }, logger);
            manager.Start();
            setup.Publish(tasks, results, announcements);
            return manager;
        }
        catch
        {
            nodes.Dispose();
            setup.Dispose();
            throw;
        }
    }

    private static TryBind Binder(NetMQSocket socket, BindTarget target)
    {
        socket.Options.IPv4Only = !target.UseIPv6;
        return (string host, int port, out int bound) =>
        {
            bound = 0;
            try
            {
                socket.Bind($"tcp://{host}:{(port == 0 ? "0" : port)}");
                string last = socket.Options.LastEndpoint!;
                bound = int.Parse(last[(last.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
                return SocketError.Success;
            }
            catch (NetMQException e)
            {
                return e.ErrorCode switch
                {
                    ErrorCode.AddressAlreadyInUse => SocketError.AddressAlreadyInUse,
                    ErrorCode.AccessDenied => SocketError.AccessDenied,
                    _ => SocketError.AddressNotAvailable,
                };
            }
            catch (SocketException e)
            {
                return e.SocketErrorCode;
            }
        };
    }
}
