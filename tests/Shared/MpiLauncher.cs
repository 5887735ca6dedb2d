using System.Globalization;

namespace WestRpc.Tests.Shared;

/// <summary>The launchers of the two installed MPI libraries.</summary>
internal static class MpiLauncher
{
    public const string OpenMpi = "openmpi";
    public const string Mpich = "mpich";

    /// <summary>Both, for theories.</summary>
    public static TheoryData<string> Both { get; } = [OpenMpi, Mpich];

    /// <summary>The compiler that knows the library's header.</summary>
    public static string Compiler(string library) => library == OpenMpi ? "mpicc.openmpi" : "mpicc.mpich";

    public static RunningProgram Start(
        string library, int ranks, IReadOnlyDictionary<string, string> environment, string[] options, params string[] command)
    {
        var all = new Dictionary<string, string>(environment)
        {
            // mpirun refuses to run for root unless told twice.
            ["OMPI_ALLOW_RUN_AS_ROOT"] = "1",
            ["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1",
        };
        string count = ranks.ToString(CultureInfo.InvariantCulture);
        return library == OpenMpi
            ? RunningProgram.Start("mpirun.openmpi", all, ["--oversubscribe", .. options, "-n", count, .. command])
            : RunningProgram.Start("mpiexec.mpich", all, [.. options, "-n", count, .. command]);
    }
}
