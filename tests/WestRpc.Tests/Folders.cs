using System.Reflection;

namespace WestRpc.Tests;

/// <summary>Where the sources of this project are, and what was built of the others.</summary>
internal static class Folders
{
    public static string Project { get; } = Metadata("ProjectDirectory");

    public static string Configuration { get; } = Metadata("Configuration");

    private static string Metadata(string key) => typeof(Folders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
