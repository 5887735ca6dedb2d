using WestRpc.Diagnostics;
using WestRpc.Mpi.Configuration;
using WestRpc.Programs;

namespace WestRpc.Mpi.Tests.Configuration;

public sealed class LauncherTests
{
    [Theory]
    [InlineData("", null, 0, null, null)]
    [InlineData("OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=3 PMIX_RANK=2", "mpirun of Open MPI", 2, 3, "libmpi.so.40")]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=3 SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=1 PMI_RANK=0", "mpirun of Open MPI", 1, 3, "libmpi.so.40")]
    [InlineData("PMI_RANK=1 PMI_SIZE=4 PMI_FD=6 HYDI_CONTROL_FD=7", "mpiexec of MPICH's family", 1, 4, "libmpi.so.12")]
    [InlineData("PMI_RANK=1 PMI_SIZE=4 HYDI_CONTROL_FD=7 SLURM_PROCID=0", "mpiexec of MPICH's family", 1, 4, "libmpi.so.12")]
    [InlineData("PMI_RANK=5 PMI_SIZE=8 SLURM_PROCID=5 SLURM_STEP_NUM_TASKS=8", "srun --mpi=pmi2", 5, 8, "libmpi.so.12")]
    [InlineData("PMIX_RANK=5 SLURM_PROCID=5 SLURM_STEP_NUM_TASKS=8", "srun --mpi=pmix", 5, 8, "libmpi.so.40")]
    [InlineData("PMIX_RANK=0", "a launcher that speaks PMIx", 0, null, "libmpi.so.40")]
    [InlineData("SLURM_PROCID=3 SLURM_STEP_NUM_TASKS=8", "srun without --mpi", 3, 8, "libmpi_abi.so.0")]
    [InlineData("SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=1", null, 0, null, null)]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=8", null, 0, null, null)]
    [InlineData("PMI_RANK=none", null, 0, null, null)]
    public void The_environment_says_who_started_us(string variables, string? name, int rank, int? size, string? library)
    {
        var launcher = Launcher.Detect(Environment(variables));
        Assert.Equal(name, launcher?.Name);
        if (launcher is null)
            return;
        Assert.Equal(rank, launcher.Rank);
        Assert.Equal(size, launcher.Size);
        Assert.Equal(library, launcher.Libraries[0]);
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK", true)]
    [InlineData("PMIX_NAMESPACE", true)]
    [InlineData("PMI_FD", true)]
    [InlineData("HYDI_CONTROL_FD", true)]
    [InlineData("OMPI_MCA_ess_base_jobid", true)]
    [InlineData("OMPI_MCA_btl", false)]
    [InlineData("OMPI_ALLOW_RUN_AS_ROOT", false)]
    [InlineData("PATH", false)]
    [InlineData("SLURM_PROCID", false)]
    [InlineData("WM_PROCESS_ID", false)]
    public void What_a_launcher_set_is_known(string variable, bool isOurs) => Assert.Equal(isOurs, LauncherVariables.Contains(variable));

    [Theory]
    [InlineData("", "--work-manager mpi", false)]
    [InlineData("OMPI_COMM_WORLD_RANK=0", "--work-manager mpi", false)]
    [InlineData("OMPI_COMM_WORLD_RANK=1", "--work-manager mpi", true)]
    [InlineData("PMI_RANK=1", "--work-manager=mpi", true)]
    [InlineData("SLURM_PROCID=2 WM_WORK_MANAGER=mpi", "", true)]
    [InlineData("SLURM_PROCID=2 WM_WORK_MANAGER=mpi", "--work-manager zmq", false)]
    [InlineData("PMI_RANK=1 WM_WORK_MANAGER=zmq", "", false)]
    public void Of_many_ranks_one_says_what_is_wrong(string variables, string arguments, bool isMute) =>
        Assert.Equal(isMute, ConfigurationError.IsOneOfManyRanks(arguments.Split(' '), Environment(variables)));

    private static Func<string, string?> Environment(string variables) => variables
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(static v => v.Split('='))
        .ToDictionary(static v => v[0], static v => v[1])
        .GetValueOrDefault;
}
