using System.Reflection;

namespace Ensemble.Tests;

/// <summary>Where the reviewed texts are.</summary>
internal static class Snapshots
{
    public static string Project { get; } = typeof(Snapshots).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "ProjectDirectory").Value!;

    public static string File(string name) => Path.Combine(Project, "Snapshots", $"{name}.verified.txt");
}
