using Microsoft.Extensions.Logging;
using WestRpc.Dispatch;
using WestRpc.Mpi.Ranks;
using WestRpc.Transports;
using WestRpc.Transports.Serial;
using WestRpc.Transports.Threads;

namespace WestRpc.Mpi.Master;

/// <summary>Puts the work manager together on rank 0.</summary>
internal static class MpiMaster
{
    /// <exception cref="WorkConfigurationException">It can't be as the settings have it.</exception>
    public static IWorkManager Start(WorkManagerOptions work, MpiOptions options, ILogger logger)
    {
        if (MpiProcess.Start(options) is not { } process)
            return Serial(work, logger, "no launcher started it; mpirun -n 4 and the command line, for example, does");
        if (process.Place.Rank > 0)
            throw new WorkConfigurationException(
                $"This process is rank {process.Place.Rank}, a worker: its Main must return what WorkApplication.ServeIfNodeAsync does, before it starts a work manager.");
        if (process.Thread.Ended.IsCompleted)
            throw new WorkConfigurationException("MPI was already finalized, with the work manager before: in one process it can be started once.");
        if (process.Place.Size == 1)
        {
            process.Ranks.Take(null);
            process.Ranks.ReleaseAsync([]).GetAwaiter().GetResult();
            return Serial(work, logger, "there is one rank, which is the master's; start two or more");
        }

        if (work.ChosenWorkerCount is not null && options.Ranks is null)
            Log.CountIgnored(logger);
        if (work.MaxTasksPerWorker > 0 || work.MaxWorkerMemory > 0)
            Log.ReplacementIgnored(logger);

        // What another machine offers is not known before its ranks have spoken.
        work = work with { MaxTasksPerWorker = 0, MaxWorkerMemory = 0, WaitForResources = work.WaitForResources || !process.Place.HasOneMachine };
        IWorkerTransport transport = new MpiTransport(process, options.Ranks, work, logger);
        if (options.MasterWorks)
        {
            WorkManagerOptions own = work with { WorkerCount = 1, FirstWorkerIndex = process.Place.WorkerIndex, Resources = null };
            transport = new WorkingMaster(new ThreadsTransport(own, logger), transport);
        }

        var manager = new DispatchedWorkManager(
            "mpi", transport, sharesMemory: false, work with { WorkerCount = transport.WorkerCount }, logger);
        manager.Start();
        return manager;
    }

    private static SerialWorkManager Serial(WorkManagerOptions work, ILogger logger, string reason)
    {
        Log.Serial(logger, reason);
        return new SerialWorkManager(work);
    }
}
