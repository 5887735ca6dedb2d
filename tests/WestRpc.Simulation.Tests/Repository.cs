using System.Reflection;

namespace WestRpc.Simulation.Tests;

/// <summary>Where the sources are that the mutants are made of.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "RepositoryRoot").Value!);

    public static bool IsLong => Environment.GetEnvironmentVariable("WESTRPC_LONG") == "1";
}
