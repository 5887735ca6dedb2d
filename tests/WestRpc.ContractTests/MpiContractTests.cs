namespace WestRpc.ContractTests;

/// <summary>Starts this program under each launcher to test <see cref="MpiSpecs"/>.</summary>
public sealed class MpiContractTests
{
    public static TheoryData<string> Libraries => MpiLauncher.Both;

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Libraries))]
    public async Task Mpi_keeps_the_contract(string library)
    {
        await using RunningProgram run = MpiLauncher.Start(
            library, MpiRun.Ranks, new Dictionary<string, string> { ["WM_WORK_MANAGER"] = "mpi" }, [],
            Environment.ProcessPath!, "--progress", "off", "--no-ansi");
        (int code, string output, string error) = await run.EndAsync();
        Assert.True(code == 0, $"exit code {code}\n{output}\n{error}");
    }
}
