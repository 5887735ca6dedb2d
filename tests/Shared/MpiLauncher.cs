namespace WestRpc.Tests.Shared;

internal static partial class MpiLauncher
{
    /// <summary>Both libraries, for theories.</summary>
    public static TheoryData<string> Both { get; } = [OpenMpi, Mpich];

    public static RunningProgram Start(
        string library, int ranks, IReadOnlyDictionary<string, string> environment, string[] options, params string[] command)
    {
        (string program, string[] arguments) = Command(library, ranks, options, command);
        return RunningProgram.Start(program, new Dictionary<string, string>([.. environment, .. Environment]), arguments);
    }
}
