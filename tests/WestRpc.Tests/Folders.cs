using System.Reflection;

namespace WestRpc.Tests;

/// <summary>Where the sources of this project are.</summary>
internal static class Folders
{
    public static string Project { get; } = typeof(Folders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "ProjectDirectory").Value!;
}
