namespace WestRpc.EndToEnd.Tests;

/// <summary><c>westrpc-worker</c> says in one line what is wrong with the assembly that it is given.</summary>
public sealed class WorkerProgramSpecs : IDisposable
{
    private const int Limit = 60_000;

    private static readonly string Library = Path.Combine(Path.GetDirectoryName(Repository.Pi)!, "MonteCarlo.dll");

    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-worker-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact(Timeout = Limit)]
    public Task Without_an_assembly() => ExpectAsync(
        "WestRpc starts this program for a master that can't be its own worker (WorkManagerOptions.TaskAssembly); its one argument is the assembly that holds the tasks.");

    [Fact(Timeout = Limit)]
    public Task An_assembly_that_is_not_there() => ExpectAsync(
        "There is no assembly '/nowhere/Tasks.dll'.", "/nowhere/Tasks.dll");

    [Fact(Timeout = Limit)]
    public Task An_assembly_without_tasks() => ExpectAsync(
        "'Pi' holds no tasks: no method in it is marked with [WorkTask], or it was built without WestRpc's generator.", Repository.Pi + ".dll");

    [Fact(Timeout = Limit)]
    public async Task A_file_that_is_no_assembly()
    {
        string file = Path.Combine(directory, "Tasks.dll");
        await File.WriteAllTextAsync(file, "no assembly", TestContext.Current.CancellationToken);
        await ExpectAsync($"'{file}' is no assembly that this runtime (.NET {Environment.Version}) can load.", file);
    }

    [Fact(Timeout = Limit)]
    public Task With_tasks_but_without_a_master() => ExpectAsync("there is no master: WestRpc starts this program by itself.", Library);

    private static async Task ExpectAsync(string message, params string[] arguments)
    {
        (int code, string output, string error) = await RunningProgram.RunAsync("dotnet", [Repository.Worker, .. arguments]);
        Assert.StartsWith($"westrpc-worker: {message}", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal("", output);
        Assert.Equal(2, code);
    }
}
