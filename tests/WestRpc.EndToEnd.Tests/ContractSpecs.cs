namespace WestRpc.EndToEnd.Tests;

/// <summary>A worker whose tasks mean something else than the master's: said before any work runs.</summary>
public sealed class ContractSpecs : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-contract-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact(Timeout = 300_000)]
    public async Task A_worker_with_another_contract_is_refused_by_task_parameter_and_both_types()
    {
        // Of the program alone: what it refers to is built already.
        (int code, string output, string error) = await RunningProgram.RunAsync(
            "dotnet", "build", Path.Combine(Repository.Root, "tests", "TestProgram"), "-c", Repository.Configuration, "--no-restore",
            "-p:BuildProjectReferences=false", $"-p:OtherContract={directory}");
        Assert.True(code == 0, $"{output}\n{error}");

        var both = new Dictionary<string, string>
        {
            ["WM_WORK_MANAGER"] = "zmq", ["WM_ZMQ_SERVER_INFO"] = Path.Combine(directory, "server.json"), ["WM_ALLOW_MIXED_BUILDS"] = "1",
        };
        await using RunningProgram server = RunningProgram.Start(Repository.TestProgram, both, "print", "--n-workers", "0");
        await using RunningProgram client = RunningProgram.Start(
            Path.Combine(directory, "bin", "TestProgram"), both, "print", "--n-workers", "1", "--zmq-mode", "client");
        (code, output, error) = await client.EndAsync();
        Assert.NotEqual(0, code);
        Assert.Equal("", output);
        Assert.Contains(
            "the master refused this worker: its tasks are not the master's: TestProgram.Work.Print: parameter 'number': the master has 'int', the worker 'long'",
            error, StringComparison.Ordinal);
    }
}
