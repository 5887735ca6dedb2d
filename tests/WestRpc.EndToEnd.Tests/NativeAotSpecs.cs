namespace WestRpc.EndToEnd.Tests;

/// <summary>The samples published with NativeAOT: the only check that catches reflection.</summary>
public sealed class NativeAotSpecs : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-aot-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact(Timeout = 600_000)]
    public async Task Hello_publishes_without_a_warning_and_runs_on_every_work_manager()
    {
        string program = await PublishAsync("Hello");
        foreach (string manager in (string[])["serial", "threads", "processes"])
        {
            (int code, string output, string error) = await RunningProgram.RunAsync(program, "--work-manager", manager, "--n-workers", "2");
            Assert.Equal("", error);
            Assert.Equal(0, code);
            Assert.Equal(5, output.Split('\n').Length);
        }

        foreach (string launcher in (string[])[MpiLauncher.OpenMpi, MpiLauncher.Mpich])
        {
            await using RunningProgram ranks = MpiLauncher.Start(launcher, 3, new Dictionary<string, string>(), [], program, "--work-manager", "mpi");
            (int code, string output, string error) = await ranks.EndAsync();
            Assert.Equal("", error);
            Assert.Equal(0, code);
            Assert.Equal(5, output.Split('\n').Length);
        }

        await RunServerAndClientAsync(program, Path.Combine(directory, "server.json"));
    }

    [Fact(Timeout = 600_000)]
    public async Task The_weighted_ensemble_publishes_without_a_warning_and_runs()
    {
        string program = await PublishAsync("WeightedEnsemble");
        string[] results = [];
        foreach (string manager in (string[])["serial", "processes"])
        {
            string output = Path.Combine(directory, manager);
            (int code, _, string error) = await RunningProgram.RunAsync(
                program, "--work-manager", manager, "--n-workers", "2", "--iterations", "20", "--out", output);
            Assert.Equal("", error);
            Assert.Equal(0, code);
            Assert.True(File.Exists(Path.Combine(output, "rate.png")));
            results = [.. results, await File.ReadAllTextAsync(Path.Combine(output, "results.json"), TestContext.Current.CancellationToken)];
        }

        Assert.Equal(results[0], results[1]);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_program_finds_the_tasks_of_its_library_there_too()
    {
        string program = await PublishAsync("Library/Pi");
        (int code, string output, string error) = await RunningProgram.RunAsync(program, "--n-workers", "2");
        Assert.Equal("", error);
        Assert.Equal("pi is about 3.142", output);
        Assert.Equal(0, code);
    }

    private async Task<string> PublishAsync(string sample)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync(
            "dotnet", "publish", Path.Combine(Repository.Root, "samples", sample), "-c", "Release", "-o", directory,
            "-p:PublishAot=true", $"-p:ArtifactsPath={Path.Combine(directory, "build")}");
        Assert.True(code == 0, $"{output}\n{error}");
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
        return Path.Combine(directory, Path.GetFileName(sample));
    }

    private static async Task RunServerAndClientAsync(string program, string infoFile)
    {
        var both = new Dictionary<string, string> { ["WM_WORK_MANAGER"] = "zmq", ["WM_ZMQ_SERVER_INFO"] = infoFile };
        await using RunningProgram server = RunningProgram.Start(program, both, "--n-workers", "0");
        await using RunningProgram client = RunningProgram.Start(program, both, "--n-workers", "2", "--zmq-mode", "client");
        (int code, string output, string error) = await server.EndAsync();
        Assert.True(code == 0, error);
        Assert.Equal(5, output.Split('\n').Length);
        (code, _, error) = await client.EndAsync();
        Assert.True(code == 0, error);
    }
}
