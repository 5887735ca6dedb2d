using System.Reflection;

namespace WestRpc.Generators.Tests;

/// <summary>Where the files are that tests read, and snapshots are written to.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "RepositoryRoot").Value!);

    public static string Scenarios { get; } = Path.Combine(Root, "tests", "WestRpc.Generators.Tests", "Scenarios");

    public static string Verified(string scenario) => Path.Combine(Scenarios, scenario + ".verified.cs");
}
