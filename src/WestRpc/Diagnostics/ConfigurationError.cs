using System.Globalization;

namespace WestRpc.Diagnostics;

/// <summary>What is wrong with how a program was started. One that an MPI launcher started many times says it once.</summary>
internal static class ConfigurationError
{
    // A launcher may end all ranks with the first that fails, which must not be one that says nothing.
    private static readonly TimeSpan TimeToSayIt = TimeSpan.FromSeconds(1);

    public static async Task SayAsync(WorkConfigurationException error, string[] args)
    {
        if (IsOneOfManyRanks(args, Environment.GetEnvironmentVariable))
            await Task.Delay(TimeToSayIt);
        else
            await Console.Error.WriteLineAsync(error.Message);
    }

    /// <summary>Whether MPI is asked for, and this is a rank other than the first.</summary>
    public static bool IsOneOfManyRanks(IReadOnlyList<string> args, Func<string, string?> environment) =>
        AsksForMpi(args, environment) && RankOf(environment) > 0;

    private static bool AsksForMpi(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        string? manager = environment("WM_WORK_MANAGER");
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i].StartsWith("--work-manager=", StringComparison.Ordinal))
                manager = args[i]["--work-manager=".Length..];
            else if (args[i] == "--work-manager" && i + 1 < args.Count)
                manager = args[i + 1];
        }

        return manager == "mpi";
    }

    private static int RankOf(Func<string, string?> environment)
    {
        foreach (string variable in (string[])["OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "SLURM_PROCID"])
        {
            if (int.TryParse(environment(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int rank))
                return rank;
        }

        return 0;
    }
}
