using WestRpc.Mpi.Configuration;
using WestRpc.Mpi.Master;
using WestRpc.Mpi.Ranks;
using WestRpc.Mpi.Workers;

namespace WestRpc;

/// <summary>Adds the work manager for MPI.</summary>
public static class MpiExtensions
{
    /// <summary>
    /// Adds <c>mpi</c>: started by a launcher, as in <c>mpirun -n 64 ./app --work-manager mpi</c>, rank 0 runs the program and
    /// the other ranks work.
    /// </summary>
    /// <param name="catalog">What the program can be started with.</param>
    /// <param name="options">What differs from the defaults; the environment and the command line win over it.</param>
    public static WorkManagerCatalog AddMpi(this WorkManagerCatalog catalog, MpiOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        Launcher.KeepTerminalClean();
        var settings = new MpiSettings(options ?? new MpiOptions());
        catalog.Add(
            "mpi",
            settings.All,
            (work, logger) => MpiMaster.Start(work, settings.Options, logger),
            (work, logger, stop) => MpiProcess.Start(settings.Options) is { Place.Rank: > 0 } process ? new RankWorker(process, work, logger).ServeAsync() : null);
        return catalog;
    }
}
