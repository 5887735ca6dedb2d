using System.Reflection;

namespace WestRpc.Tests.Shared;

/// <summary>Where the programs are that the build made.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

    public static string Configuration { get; } = Metadata("Configuration");

    public static string TestProgram { get; } = Built("tests", "TestProgram");

    public static string Simulation { get; } = Built("tests", "WestRpc.Simulation");

    public static string Hello { get; } = Built("samples", "Hello");

    public static string Pi { get; } = Built("samples", "Library/Pi", "Pi");

    public static string PiInFSharp { get; } = Built("samples", "FSharp", "PiInFSharp");

    public static string PiInVisualBasic { get; } = Built("samples", "VisualBasic", "PiInVisualBasic");

    public static string Worker { get; } = Built("src", "WestRpc.Worker", "westrpc-worker.dll");

    public static string ExternalSegments { get; } = Built("samples", "ExternalSegments");

    public static string Gromacs { get; } = Built("samples", "Gromacs");

    public static string WeightedEnsemble { get; } = Built("samples", "WeightedEnsemble");

    private static string Built(string folder, string project, string? program = null) =>
        Path.Combine(Root, folder, project, "bin", Configuration, "net10.0", program ?? project);

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
