using System.Globalization;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>
/// What of its machine a worker is to use, and with it what a task starts: said by the variables that programs look for.
/// </summary>
/// <param name="Threads">The cores that this process may use, over its workers.</param>
/// <param name="Gpus">The GPUs of its slots; null where nothing is said of them, since this machine offers none.</param>
/// <param name="RocmGpus">The same as the batch system numbers them for AMD; null where it does not.</param>
internal sealed record MachineShare(int Threads, string? Gpus, string? RocmGpus = null)
{
    private const string OpenMPVariable = "OMP_NUM_THREADS";
    private static readonly string[] ThreadVariables = [OpenMPVariable, "DOTNET_PROCESSOR_COUNT"];

    // .NET takes a machine of one processor for a slow one, and waits ten times as long before it optimizes.
    private const string OptimizeLater = "DOTNET_TC_DelaySingleProcMultiplier";

    public static MachineShare Of(WorkManagerOptions options, WorkerResources resources, int cores)
    {
        int threads = Math.Max(1, cores / Math.Max(1, options.WorkerCount));
        if (VisibleGpus.SlotsOf(options) == 0)
            return new MachineShare(threads, null);
        bool isSaid = Environment.GetEnvironmentVariable(VisibleGpus.Variable) is not null;
        bool isSaidForRocm = Environment.GetEnvironmentVariable(VisibleGpus.RocmVariable) is not null;
        return new MachineShare(
            threads, isSaidForRocm && !isSaid ? null : Gpus(VisibleGpus.Variable), isSaidForRocm ? Gpus(VisibleGpus.RocmVariable) : null);

        string Gpus(string variable) => VisibleGpus.Of(
            resources.Numbers.GetValueOrDefault(VisibleGpus.Resource, []), Environment.GetEnvironmentVariable, variable);
    }

    /// <summary>What the user set stays, but for the GPUs, of which each worker gets its own.</summary>
    public void Write(IDictionary<string, string?> environment)
    {
        string threads = Threads.ToString(CultureInfo.InvariantCulture);
        foreach (string variable in ThreadVariables)
            environment.TryAdd(variable, threads);
        environment.TryAdd(OptimizeLater, "1");
        WriteGpus(environment);
    }

    /// <summary>The same for a program that a worker starts, which shares its process with other workers.</summary>
    public void WriteForProgram(IDictionary<string, string?> environment)
    {
        environment.TryAdd(OpenMPVariable, Threads.ToString(CultureInfo.InvariantCulture));
        WriteGpus(environment);
    }

    private void WriteGpus(IDictionary<string, string?> environment)
    {
        if (Gpus is not null)
            environment[VisibleGpus.Variable] = Gpus;
        if (RocmGpus is not null)
            environment[VisibleGpus.RocmVariable] = RocmGpus;
    }
}
