using System.Net;
using Microsoft.Extensions.Logging;
using WestRpc.Transports.Processes;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>A client's life: finds its server, joins it, serves it, and looks for it again where it was lost.</summary>
internal sealed class ZeroMQClient(WorkManagerOptions work, ZeroMQOptions options, ILogger logger)
{
    private const int LostCode = 1;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);

    private readonly NodeSettings settings = new(options.WorkerHeartbeat, options.TimeoutFactor, work.MaxMessageBytes, AnswerTimeout);

    /// <summary>Serves on a thread of its own; the result is the exit code.</summary>
    /// <exception cref="WorkConfigurationException">The server was not found in time, or is not for us.</exception>
    public async Task<int> ServeAsync(CancellationToken stop)
    {
        ClientSetup setup = ClientSetup.Make(work, options, logger);
        string? gone = null;
        while (true)
        {
            using FoundServer server = await setup.FindAsync(stop, gone);
            using MasterLink? link = await OnOwnThread(() => Connect(server, stop));
            if (link is null)
            {
                // The file says where it was; that nobody answers there is said once, and looked at again.
                if (!options.Reconnect)
                {
                    Log.ServerLost(logger, $"nobody answers at {string.Join(", ", server.Connect.Tasks)}.");
                    return LostCode;
                }

                gone = server.RunId;
                continue;
            }

            if (link.Welcome!.Workers == 0)
            {
                Log.NothingToAdd(logger, Environment.MachineName);
                link.Append(0, new Frame(NodeFrame.NodeLeaves));
                link.Flush();
                return 0;
            }

            NodeEnd end = await ServeAsync(link, stop);
            if (end != NodeEnd.MasterLost)
                return end == NodeEnd.NoWorkers ? LostCode : 0;
            if (!options.Reconnect)
                return LostCode;
            gone = server.RunId;
        }
    }

    private async Task<NodeEnd> ServeAsync(MasterLink link, CancellationToken stop)
    {
        NodeWelcome welcome = link.Welcome!;
        var workers = new ProcessesTransport(work with { WorkerCount = welcome.Workers, FirstWorkerIndex = welcome.FirstWorker }, logger);
        await using var node = new Node(link, workers, settings, logger);
        return await OnOwnThread(() => node.Serve(stop));
    }

    private MasterLink? Connect(FoundServer server, CancellationToken stop)
    {
        var hello = new NodeHello(
            Environment.MachineName, Environment.ProcessId, work.ChosenWorkerCount, Environment.ProcessorCount, Environment.ProcessorCount,
            string.Join(',', (work.Resources ?? new Dictionary<string, int>()).Select(static r => $"{r.Key}={r.Value}")));
        for (int i = 0; i < server.Connect.Tasks.Count && !stop.IsCancellationRequested; i++)
        {
            IPEndPoint tasks = server.Connect.Tasks[i];
            IPEndPoint results = server.Connect.Results[Math.Min(i, server.Connect.Results.Count - 1)];
            try
            {
                if (MasterLink.TryConnect($"tcp://{tasks}", $"tcp://{results}", server.Secret ?? RunSecret.None, hello, settings) is { } link)
                    return link;
            }
            catch (Exception e) when (e is SealException or WireException)
            {
                Log.ServerLost(logger, $"{tasks}: {e.Message}");
            }
        }

        return null;
    }

    private static Task<T> OnOwnThread<T>(Func<T> run) =>
        Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
