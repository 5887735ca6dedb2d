using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using WestRpc.Transports.Processes;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Configuration;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>
/// A client's life: finds its server, joins it, serves it, and joins it anew where it was lost and may be there still.
/// </summary>
internal sealed class ZeroMQClient(WorkManagerOptions work, ZeroMQOptions options, ILogger logger)
{
    private const int LostCode = 1;
    private const int LongestResources = 256;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    // Who lost a server sooner does not come back to it at the same pace for ever.
    private static readonly TimeSpan LastingTime = TimeSpan.FromSeconds(10);

    private readonly NodeSettings settings = new(options.WorkerHeartbeat, options.TimeoutFactor, work.MaxMessageBytes, AnswerTimeout);
    private readonly string instance = Guid.NewGuid().ToString("N");

    /// <summary>Serves on a thread of its own; the result is the exit code.</summary>
    /// <exception cref="WorkConfigurationException">The server was not found in time, or is not for us.</exception>
    public async Task<int> ServeAsync(CancellationToken stop)
    {
        if (work.ChosenWorkerCount == 0)
            throw new WorkConfigurationException(
                "WM_N_WORKERS is 0, and a client is there to bring workers: leave it unset for as many as it has cores, or start no client here.");
        using var draining = new CancellationTokenSource();
        using var signal = new DrainSignal(options.DrainBeforeEnd, logger, draining.Cancel);
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(stop, draining.Token);
        ClientSetup setup = ClientSetup.Make(work, options, logger);
        string? gone = null;
        try
        {
            while (true)
            {
                using FoundServer server = await setup.FindAsync(unwanted.Token, gone);
                if (await ServeAsync(setup, server, stop, draining.Token, unwanted.Token) is { } code)
                    return code;
                gone = server.RunId;
            }
        }
        catch (OperationCanceledException) when (draining.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return 0; // It had nothing to finish.
        }
    }

    /// <summary>Serves one run to its end; null where another is to be waited for.</summary>
    private async Task<int?> ServeAsync(
        ClientSetup setup, FoundServer server, CancellationToken stop, CancellationToken drain, CancellationToken unwanted)
    {
        IPEndPoint? known = null;
        var pause = new Backoff(FirstWait, LongestWait);
        while (true)
        {
            (MasterLink? link, IPEndPoint? at) = await JoinAsync(setup, server, known, unwanted);
            if (link is null)
                return known is null || options.Reconnect ? null : LostCode;
            known = at;
            long joined = Stopwatch.GetTimestamp();
            using (link)
            {
                if (await ServeAsync(link, stop, drain) is { } code)
                    return code;
            }

            if (Stopwatch.GetElapsedTime(joined) >= LastingTime)
                pause.Reset();
            await Task.Delay(pause.Next(), unwanted);
        }
    }

    /// <summary>Serves one session to its end; null where the server was lost.</summary>
    private async Task<int?> ServeAsync(MasterLink link, CancellationToken stop, CancellationToken drain)
    {
        NodeWelcome welcome = link.Welcome!;
        if (welcome.Workers == 0)
        {
            Log.NothingToAdd(logger, Environment.MachineName);
            link.Append(0, new Frame(NodeFrame.NodeLeaves));
            link.Flush();
            link.AwaitEnd();
            return 0;
        }

        var workers = new ProcessesTransport(work with { WorkerCount = welcome.Workers, FirstWorkerIndex = welcome.FirstWorker }, logger);
        await using var node = new Node(link, workers, settings, logger);
        return await OnOwnThread(() => node.Serve(stop, drain)) switch
        {
            NodeEnd.Stopped => 0,
            NodeEnd.NoWorkers => LostCode,
            _ => null,
        };
    }

    /// <summary>Tries until the server answers; null where its run is known to be over, or was there once and does not answer in time.</summary>
    /// <param name="setup">Knows the server's file.</param>
    /// <param name="server">The server.</param>
    /// <param name="known">Where it answered before; null where it never did.</param>
    /// <param name="cancellation">Ends the trying.</param>
    private async Task<(MasterLink? Link, IPEndPoint? Address)> JoinAsync(ClientSetup setup, FoundServer server, IPEndPoint? known, CancellationToken cancellation)
    {
        string addresses = string.Join(", ", server.Connect.Tasks);
        var backoff = new Backoff(FirstWait, LongestWait);
        RunWatch? watch = setup.Watch(server.RunId);
        long start = Stopwatch.GetTimestamp();
        bool said = false;
        bool asked = false;
        while (true)
        {
            bool refused = true;
            for (int i = 0; i < server.Connect.Tasks.Count; i++)
            {
                IPEndPoint tasks = server.Connect.Tasks[i];
                Dial dial = await Dial.ToAsync(tasks, AnswerTimeout, cancellation);
                if (dial.Socket is { } first && server.RunId is null && !asked)
                {
                    // No file says what the server is; workers that it refuses one by one would say it late.
                    asked = await OnOwnThread(() => AskForBuild(server, tasks, first, cancellation));
                    dial = await Dial.ToAsync(tasks, AnswerTimeout, cancellation);
                }

                if (dial.Socket is { } socket && await OnOwnThread(() => Join(server, i, socket, warns: !said, cancellation)) is { } link)
                    return (link, tasks);
                cancellation.ThrowIfCancellationRequested();
                refused = tasks.Equals(known) ? dial.Reach == Reach.Refused : refused && dial.Reach == Reach.Refused;
                if (tasks.Equals(known) && refused)
                    break;
            }

            TimeSpan left = options.StartupTimeout - Stopwatch.GetElapsedTime(start);
            string? over = watch?.WhyOver()
                ?? (refused && (known is not null || server.RunId is not null) ? $"nobody listens at {known?.ToString() ?? addresses} any more" : null)
                ?? (left <= TimeSpan.Zero && known is not null ? $"it did not answer for {options.StartupTimeout.TotalSeconds:0.###} s (WM_ZMQ_STARTUP_TIMEOUT)" : null);
            if (over is not null)
            {
                if (known is not null)
                    Log.ServerLost(logger, $"{over}.");
                return default;
            }

            if (left <= TimeSpan.Zero)
                throw new WorkConfigurationException(
                    $"Nobody answers at {addresses}, after {options.StartupTimeout.TotalSeconds:0.###} s: start the server, check firewalls between here and there, or wait longer (WM_ZMQ_STARTUP_TIMEOUT).");
            if (!said)
                Log.NoAnswer(logger, addresses, options.StartupTimeout.TotalSeconds);
            said = true;
            TimeSpan wait = backoff.Next();
            await Task.Delay(wait < left ? wait : left, cancellation);
        }
    }

    private MasterLink? Join(FoundServer server, int index, Socket socket, bool warns, CancellationToken cancellation)
    {
        var hello = new NodeHello(
            Environment.MachineName, Environment.ProcessId, work.ChosenWorkerCount, MachineCores.Present, Environment.ProcessorCount,
            ResourcesInShort(), instance);
        IPEndPoint results = server.Connect.Results[Math.Min(index, server.Connect.Results.Count - 1)];
        IPEndPoint announcements = server.Connect.Announcements[Math.Min(index, server.Connect.Announcements.Count - 1)];
        try
        {
            return MasterLink.TryJoin(socket, results, announcements, server.Secret ?? RunSecret.None, hello, settings, cancellation);
        }
        catch (Exception e) when (e is SealException or WireException or Win32Exception)
        {
            if (warns)
                Log.ServerLost(logger, $"{server.Connect.Tasks[index]}: {e.Message}");
            return null;
        }
    }

    /// <summary>Whether it answered.</summary>
    /// <exception cref="WorkConfigurationException">It runs another build.</exception>
    private bool AskForBuild(FoundServer server, IPEndPoint address, Socket socket, CancellationToken cancellation)
    {
        try
        {
            if (MasterLink.TryLook(socket, server.Secret ?? RunSecret.None, settings, TimeProvider.System, cancellation) is not { } seen)
                return false;
            return ServerInfoTerms.Of(work, options).WhyNotBuild(seen.Master.Build) is { } otherBuild
                ? throw new WorkConfigurationException($"The server at {address} {otherBuild}.")
                : true;
        }
        catch (Exception e) when (e is SealException or WireException or Win32Exception)
        {
            return false; // The next try says it.
        }
    }

    /// <summary>For a line of the master's log: its first message is to be a short one. Each worker says what it offers in full.</summary>
    private string ResourcesInShort()
    {
        string all = string.Join(',', (work.Resources ?? new Dictionary<string, int>()).Select(static r => $"{r.Key}={r.Value}"));
        return all.Length <= LongestResources ? all : $"{all[..LongestResources]}…";
    }

    private static Task<T> OnOwnThread<T>(Func<T> run) =>
        Task.Factory.StartNew(run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
