using System.Globalization;

namespace WestRpc.Tests.Shared;

/// <summary>The commands of the two installed MPI libraries.</summary>
internal static partial class MpiLauncher
{
    public const string OpenMpi = "openmpi";
    public const string Mpich = "mpich";

    /// <summary>What has to be set: mpirun refuses to run for root unless told twice.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
        ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
    };

    /// <summary>The compiler that knows the library's header.</summary>
    public static string Compiler(string library) => library == OpenMpi ? "mpicc.openmpi" : "mpicc.mpich";

    /// <summary>What starts a command as so many ranks: a program and its arguments.</summary>
    public static (string Program, string[] Arguments) Command(string library, int ranks, string[] options, string[] command)
    {
        string count = ranks.ToString(CultureInfo.InvariantCulture);
        return library == OpenMpi
            ? ("mpirun.openmpi", ["--oversubscribe", .. options, "-n", count, .. command])
            : ("mpiexec.mpich", [.. options, "-n", count, .. command]);
    }
}
