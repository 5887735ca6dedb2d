namespace WestRpc.EndToEnd.Tests;

/// <summary>Tasks of a class library, submitted by programs in three languages that hold none themselves.</summary>
public sealed class LibrarySpecs
{
    private const int Limit = 60_000;

    public static TheoryData<string, string> Programs => new MatrixTheoryData<string, string>(
        [Repository.Pi, Repository.PiInFSharp, Repository.PiInVisualBasic], ["serial", "threads", "processes"]);

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Programs))]
    public async Task Pi_comes_out_on_every_work_manager(string program, string manager)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(program, "--work-manager", manager, "--n-workers", "2");
        Assert.Equal("", error);
        Assert.Equal("pi is about 3.142", output);
        Assert.Equal(0, code);
    }
}
