using Microsoft.Extensions.Logging;

namespace WestRpc.ZeroMQ;

/// <summary>All that the ZeroMQ work manager logs.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "Node {Host} (process {ProcessId}) joined: {Cores} cores, {Allowed} allowed, {Workers} workers, {Resources}.")]
    public static partial void NodeJoined(ILogger logger, string host, int processId, int cores, int allowed, int workers, string resources);

    [LoggerMessage(101, LogLevel.Warning, "Node {Host} may use {Allowed} of its {Cores} cores and has {Workers} workers: they share them. Check its CPU affinity (taskset, Slurm's --cpus-per-task).")]
    public static partial void FewCores(ILogger logger, string host, int allowed, int cores, int workers);

    [LoggerMessage(102, LogLevel.Warning, "Lost {Node}: {Reason}")]
    public static partial void NodeLost(ILogger logger, string node, string reason);

    [LoggerMessage(103, LogLevel.Warning, "Closed a connection: {Reason}")]
    public static partial void Stranger(ILogger logger, string reason);

    [LoggerMessage(104, LogLevel.Information, "{Node} left.")]
    public static partial void NodeLeft(ILogger logger, string node);

    [LoggerMessage(105, LogLevel.Warning, "No client has joined for {Seconds:0} s, and this server has no workers of its own (WM_N_WORKERS is 0): it waits. Start clients, the same program with WM_WORK_MANAGER=zmq, WM_ZMQ_MODE=client and WM_ZMQ_SERVER_INFO={File}.")]
    public static partial void NobodyYet(ILogger logger, double seconds, string file);

    [LoggerMessage(106, LogLevel.Warning, "Nothing else begins on this process's account, and what runs is finished: {Reason}.")]
    public static partial void Draining(ILogger logger, string reason);

    [LoggerMessage(107, LogLevel.Debug, "{Node} hears announcements.")]
    public static partial void Subscribed(ILogger logger, string node);

    [LoggerMessage(110, LogLevel.Warning, "Lost the server: {Reason}")]
    public static partial void ServerLost(ILogger logger, string reason);

    [LoggerMessage(112, LogLevel.Warning, "Nobody answers at {Addresses}: trying again for up to {Seconds} s (WM_ZMQ_STARTUP_TIMEOUT).")]
    public static partial void NoAnswer(ILogger logger, string addresses, double seconds);

    [LoggerMessage(111, LogLevel.Warning, "{Host} has workers of this run already, so this client adds none (WM_N_WORKERS sets how many it is to add).")]
    public static partial void NothingToAdd(ILogger logger, string host);
}
