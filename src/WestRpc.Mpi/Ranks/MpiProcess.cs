using WestRpc.Mpi.Configuration;
using WestRpc.Mpi.Interop;
using WestRpc.Programs;
using WestRpc.Transports.Processes;

namespace WestRpc.Mpi.Ranks;

/// <summary>This process as a rank. MPI begins and ends once in a process, so there is one of these at most.</summary>
internal sealed class MpiProcess
{
    private static readonly Lock Gate = new();
    private static Task<MpiProcess>? started;

    private MpiProcess(MpiThread thread, MpiPlace place, Launcher? launcher)
    {
        Thread = thread;
        Place = place;
        Launcher = launcher;
        Ranks = new RankTable(thread, place.Size, launcher);
        if (place.Rank == 0)
            thread.ReceiveWith(Ranks);
    }

    public MpiThread Thread { get; }

    public MpiPlace Place { get; }

    /// <summary>What started it; null where nothing says.</summary>
    public Launcher? Launcher { get; }

    /// <summary>The other ranks, for the master.</summary>
    public RankTable Ranks { get; }

    /// <summary>Begins with MPI, if this process has not yet; null where no launcher started it.</summary>
    /// <exception cref="WorkConfigurationException">It can't: there is no library, or it is not the launcher's.</exception>
    /// <exception cref="MpiException">MPI can't be initialized.</exception>
    public static MpiProcess? Start(MpiOptions options)
    {
        lock (Gate)
        {
            if (started is null)
            {
                var launcher = Launcher.Detect(Environment.GetEnvironmentVariable);
                if (launcher is null && options.Library is null)
                    return null;
                started = StartAsync(options, launcher);
            }
        }

        return started.GetAwaiter().GetResult();
    }

    private static async Task<MpiProcess> StartAsync(MpiOptions options, Launcher? launcher)
    {
        IReadOnlyList<string> files = options.Library is { } named ? [named] : launcher?.Libraries ?? Launcher.AllLibraries;
        MpiLibrary library = MpiLibrary.TryLoad(files) ?? throw new WorkConfigurationException(
            options.Library is null
                ? $"No MPI library is found ({string.Join(", ", files)}), and {launcher?.Name} started this program: install it, or set WM_MPI_LIBRARY to the file."
                : $"WM_MPI_LIBRARY is '{options.Library}', which can't be loaded or is no MPI library: set it to the libmpi file that belongs to the launcher, or leave it unset.");
        var thread = new MpiThread(library);
        MpiPlace place = await thread.StartAsync(size => Check(library, launcher, size));
        CleanEnvironment(place);
        return new MpiProcess(thread, place, launcher);
    }

    /// <summary>A library that is not the launcher's says nothing: each rank finds itself alone, and all would do the same work.</summary>
    private static void Check(MpiLibrary library, Launcher? launcher, int size)
    {
        if (launcher?.Size is { } expected && expected != size)
            throw new WorkConfigurationException(
                $"{launcher.Name} started {expected} ranks, but {library.File} ({library.Version}) sees {size}: it is not this launcher's library. Please {launcher.Advice}.");
    }

    /// <summary>For what tasks start: a program built with MPI must not take itself for a rank, and each is to know its worker's number.</summary>
    private static void CleanEnvironment(MpiPlace place)
    {
        foreach (string variable in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(LauncherVariables.Contains).ToArray())
            Environment.SetEnvironmentVariable(variable, null);
        if (place.Rank == 0)
            return;
        string index = place.WorkerIndex.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Environment.SetEnvironmentVariable(WorkerEnvironment.ProcessId, index);
        Environment.SetEnvironmentVariable(WorkerEnvironment.ProcessIndex, index);
    }
}
