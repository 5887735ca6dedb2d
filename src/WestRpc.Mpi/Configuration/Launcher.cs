using System.Globalization;

namespace WestRpc.Mpi.Configuration;

/// <summary>What started this process as one of several ranks, as far as its environment says.</summary>
/// <param name="Name">What it is, for messages.</param>
/// <param name="Rank">This process's rank.</param>
/// <param name="Size">How many ranks it started; null where it does not say.</param>
/// <param name="Libraries">Which libraries belong to it, best first.</param>
/// <param name="Advice">What to set or do where the library and the launcher don't find each other.</param>
/// <param name="HowToGoOn">With what option it lets the other ranks go on when one dies; null where it has none.</param>
internal sealed record Launcher(string Name, int Rank, int? Size, IReadOnlyList<string> Libraries, string Advice, string? HowToGoOn = null)
{
    private const string OpenMpi = "libmpi.so.40";
    private const string Mpich = "libmpich.so.12";
    private const string MpichAbi = "libmpi.so.12";
    private const string Standard = "libmpi_abi.so.0";

    private const string SlurmGoesOn = "with srun --kill-on-bad-exit=0 the others go on when a rank dies";
    private const string PmixGoesOn = "with MPICH and srun --mpi=pmi2 the others go on when a rank dies";

    /// <summary>Whether srun has started the ranks: those of a machine are one process group, which the first of them leads.</summary>
    public bool IsSlurm { get; init; }

    /// <summary>Every library that is known, for a process that no known launcher started.</summary>
    public static IReadOnlyList<string> AllLibraries { get; } = [Standard, OpenMpi, MpichAbi, Mpich];

    /// <summary>
    /// Open MPI gives its ranks a terminal, so that .NET writes what sets up its keys into what they print. Must come before
    /// the first use of <see cref="Console"/>.
    /// </summary>
    public static void KeepTerminalClean()
    {
        if (Detect(Environment.GetEnvironmentVariable) is not null)
            Environment.SetEnvironmentVariable("TERM", "dumb");
    }

    /// <summary>Null where nothing says that a launcher started this process.</summary>
    /// <param name="environment">Looks up a variable.</param>
    public static Launcher? Detect(Func<string, string?> environment)
    {
        // mpirun inside a job of Slurm's leaves both kinds of variables: the inner one has started us.
        if (Number("OMPI_COMM_WORLD_RANK") is { } ompi)
            return new Launcher(
                "mpirun of Open MPI", ompi, Number("OMPI_COMM_WORLD_SIZE"), [OpenMpi, Standard],
                $"set WM_MPI_LIBRARY to Open MPI's library ({OpenMpi}), or start the program with the mpiexec that belongs to the library",
                "with mpirun --enable-recovery the others go on when a rank dies");
        bool bySlurm = Number("SLURM_PROCID") is not null && environment("HYDI_CONTROL_FD") is null;
        if (Number("PMI_RANK") is { } pmi)
            return new Launcher(
                bySlurm ? "srun --mpi=pmi2" : "mpiexec of MPICH's family", pmi, Number("PMI_SIZE") ?? Number("SLURM_STEP_NUM_TASKS"),
                [MpichAbi, Mpich, Standard],
                bySlurm
                    ? $"set WM_MPI_LIBRARY to MPICH's library ({Mpich}), or use srun --mpi=pmix with Open MPI"
                    : $"set WM_MPI_LIBRARY to MPICH's library ({Mpich}), or start the program with the mpirun that belongs to the library",
                bySlurm ? SlurmGoesOn : null) { IsSlurm = bySlurm };
        if (Number("PMIX_RANK") is { } pmix)
            return new Launcher(
                bySlurm ? "srun --mpi=pmix" : "a launcher that speaks PMIx", pmix, Number("SLURM_STEP_NUM_TASKS"), [OpenMpi, Standard],
                $"set WM_MPI_LIBRARY to Open MPI's library ({OpenMpi}), or use srun --mpi=pmi2 with MPICH",
                bySlurm ? PmixGoesOn : null) { IsSlurm = bySlurm };
        if (bySlurm && Number("SLURM_STEP_NUM_TASKS") is > 1 and { } tasks)
            return new Launcher(
                "srun without --mpi", Number("SLURM_PROCID")!.Value, tasks, AllLibraries, "use srun --mpi=pmix with Open MPI, or --mpi=pmi2 with MPICH") { IsSlurm = true };
        return null;

        int? Number(string variable) =>
            int.TryParse(environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
