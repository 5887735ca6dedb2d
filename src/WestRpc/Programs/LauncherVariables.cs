using System.Collections.Frozen;

namespace WestRpc.Programs;

/// <summary>
/// What an MPI launcher tells a rank. A program that a task starts is no rank: with these one that is built with MPI, even if it
/// is to run alone, takes itself for the rank that started it. What a user sets to tune the library is not among them.
/// </summary>
internal static class LauncherVariables
{
    private static readonly string[] Prefixes =
    [
        "OMPI_COMM_WORLD_", "OMPI_MCA_orte_", "OMPI_MCA_ess", "OMPI_MCA_pmix", "PMIX_", "PRTE_", "PMI_", "PMI2_", "HYDI_", "HYDRA_",
        "MPI_LOCAL", "MV2_COMM_WORLD_", "PALS_",
    ];

    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        [
            "OMPI_APP_CTX_NUM_PROCS", "OMPI_ARGV", "OMPI_COMMAND", "OMPI_FILE_LOCATION", "OMPI_FIRST_RANKS", "OMPI_MCA_initial_wdir",
            "OMPI_MCA_mpi_oversubscribe", "OMPI_MCA_rmaps_base_oversubscribe", "OMPI_MCA_shmem_RUNTIME_QUERY_hint", "OMPI_NUM_APP_CTX", "OMPI_UNIVERSE_SIZE",
            "MPIR_CVAR_CH3_INTERFACE_HOSTNAME",
        ],
        StringComparer.Ordinal);

    public static bool Contains(string variable) => Names.Contains(variable) ||
        Array.Exists(Prefixes, prefix => variable.StartsWith(prefix, StringComparison.Ordinal));
}
