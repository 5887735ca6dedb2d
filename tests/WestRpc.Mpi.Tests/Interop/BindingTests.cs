namespace WestRpc.Mpi.Tests.Interop;

public sealed class BindingTests
{
    public static TheoryData<string> Libraries => MpiLauncher.Both;

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Libraries))]
    public async Task Blocks_go_there_and_back_unharmed_under_a_stressed_garbage_collector(string library)
    {
        await using RunningProgram program = MpiLauncher.Start(
            library, 2, new Dictionary<string, string>(), [], Environment.ProcessPath!, PingPong.Argument);
        (int code, string output, string error) = await program.EndAsync();
        string name = library == MpiLauncher.OpenMpi ? "Open MPI" : "MPICH";
        Assert.True(code == 0, error);
        Assert.Contains($"60 rounds, 0 bad, {name}, collections True", output, StringComparison.Ordinal);
    }
}
