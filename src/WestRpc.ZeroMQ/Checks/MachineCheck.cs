using WestRpc.Transports.Processes;
using WestRpc.ZeroMQ.Guard.Interop;

namespace WestRpc.ZeroMQ.Checks;

/// <summary>Whether this machine has what the workers take.</summary>
internal sealed class MachineCheck(WorkManagerOptions work, bool isClient, CheckReport report)
{
    // The runtime's own, and for each worker its socket, its output and its process.
    private const int OwnFiles = 100;
    private const int FilesOfAWorker = 6;

    // Measured: a program that does nothing takes some 50 MiB, and does not start with 2 GB of addresses but with 4.
    private const long WorkerMemory = 128L << 20;
    private const long LeastAddressSpace = 4_000_000_000;

    public void Run()
    {
        CheckCores();
        CheckGpus();
        CheckLimits();
        CheckSocket();
    }

    private static string Size(long bytes) => bytes >= 10L << 30 ? $"{bytes >> 30:N0} GiB" : $"{bytes >> 20:N0} MiB";

    private void CheckCores()
    {
        int allowed = Environment.ProcessorCount;
        string cores = $"{allowed} of {MachineCores.Present} cores allowed, {work.WorkerCount} {(work.WorkerCount == 1 ? "worker" : "workers")}";
        report.Passed(
            "cores",
            isClient && work.WorkerCount == 0 ? "WM_N_WORKERS is 0, and a client is there to bring workers: leave it unset for as many as it has cores"
            : work.WorkerCount > allowed ? $"{cores}, which would share them: have the job ask for more (Slurm's --cpus-per-task, Grid Engine's -pe, PBS's ncpus), or set WM_N_WORKERS={allowed}"
            : null,
            cores);
    }

    private void CheckGpus()
    {
        if (VisibleGpus.SlotsOf(work) is not (> 0 and int slots))
            return;
        IReadOnlyList<string>? listed = VisibleGpus.Listed(Environment.GetEnvironmentVariable);
        report.Passed(
            "gpus",
            VisibleGpus.Shortage(work, Environment.GetEnvironmentVariable),
            listed is null ? $"{slots} slots; {VisibleGpus.Variable} is not set, so they are GPUs 0 to {slots - 1}" : $"{slots} slots, of {string.Join(", ", listed)}");
    }

    private void CheckLimits()
    {
        int needed = OwnFiles + (FilesOfAWorker * work.WorkerCount);
        int files = ResourceLimits.OpenFiles;
        report.Passed(
            "open files",
            files < needed ? $"{files:N0} may be open, and {work.WorkerCount} workers take {needed:N0}: raise the limit (ulimit -n {needed})" : null,
            $"{files:N0} may be open, {needed:N0} are needed");

        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long least = WorkerMemory * (work.WorkerCount + 1);
        report.Passed(
            "memory",
            ResourceLimits.AddressSpace is { } space && space < LeastAddressSpace
                ? $"a process may have {Size(space)} of addresses, which .NET uses up without using memory: raise that limit to 4 GB or more (ulimit -v, Grid Engine's h_vmem)"
            : available < least ? $"{Size(available)} for {work.WorkerCount} workers, which take {Size(least)} before they compute anything: have the job ask for more (Slurm's --mem), or set WM_N_WORKERS lower"
            : null,
            $"{Size(available)} for {work.WorkerCount} workers");
    }

    private void CheckSocket()
    {
        if (work.WorkerCount == 0)
            return;
        try
        {
            using var directory = SocketDirectory.Create();
            report.Ok("socket", $"workers can connect, in {Path.GetDirectoryName(directory.Path)}");
        }
        catch (WorkConfigurationException e)
        {
            report.Failed("socket", e.Message);
        }
    }
}
