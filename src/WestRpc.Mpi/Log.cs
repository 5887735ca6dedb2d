using Microsoft.Extensions.Logging;

namespace WestRpc.Mpi;

/// <summary>All that the MPI work manager logs.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Warning, "mpi has no workers here, so the tasks run one after the other in this process (serial): {Reason}.")]
    public static partial void Serial(ILogger logger, string reason);

    [LoggerMessage(201, LogLevel.Warning, "WM_N_WORKERS does nothing with mpi: there are as many workers as the launcher starts ranks, without the master's.")]
    public static partial void CountIgnored(ILogger logger);

    [LoggerMessage(202, LogLevel.Warning, "WM_MAX_TASKS_PER_WORKER and WM_MAX_WORKER_MEMORY do nothing with mpi: a rank can't be replaced.")]
    public static partial void ReplacementIgnored(ILogger logger);

    [LoggerMessage(203, LogLevel.Warning, "Lost rank {Rank}, {Worker}: {Reason}. A rank can't be started again; the others take over what it had.")]
    public static partial void RankLost(ILogger logger, int rank, string worker, string reason);

    [LoggerMessage(205, LogLevel.Error, "Rank {Rank}, {Worker}, does not answer: it is dead or stopped.{Advice}")]
    public static partial void RankSilent(ILogger logger, int rank, string worker, string advice);

    [LoggerMessage(204, LogLevel.Warning, "Rank {Rank} on {Host} was started with other settings ({Variables}); the master's hold.")]
    public static partial void OptionsDiffer(ILogger logger, int rank, string host, string variables);
}
