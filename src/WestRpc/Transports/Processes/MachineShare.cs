using System.Globalization;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>
/// What of its machine a worker is to use, and with it what a task starts: said by the variables that programs look for.
/// </summary>
/// <param name="Threads">The cores that this process may use, over its workers.</param>
/// <param name="Gpus">The GPUs of its slots; null where this machine offers none, and nothing is said of them.</param>
internal sealed record MachineShare(int Threads, string? Gpus)
{
    private static readonly string[] ThreadVariables = ["OMP_NUM_THREADS", "DOTNET_PROCESSOR_COUNT"];

    // .NET takes a machine of one processor for a slow one, and waits ten times as long before it optimizes.
    private const string OptimizeLater = "DOTNET_TC_DelaySingleProcMultiplier";

    public static MachineShare Of(WorkManagerOptions options, WorkerResources resources, int cores) => new(
        Math.Max(1, cores / Math.Max(1, options.WorkerCount)),
        VisibleGpus.SlotsOf(options) == 0 ? null
            : VisibleGpus.Of(resources.Numbers.GetValueOrDefault(VisibleGpus.Resource, []), Environment.GetEnvironmentVariable));

    /// <summary>What the user set stays, but for the GPUs, of which each worker gets its own.</summary>
    public void Write(IDictionary<string, string?> environment)
    {
        string threads = Threads.ToString(CultureInfo.InvariantCulture);
        foreach (string variable in ThreadVariables)
            environment.TryAdd(variable, threads);
        environment.TryAdd(OptimizeLater, "1");
        if (Gpus is not null)
            environment[VisibleGpus.Variable] = Gpus;
    }
}
