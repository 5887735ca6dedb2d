using WestRpc.Transports.Processes;

namespace WestRpc.Tests.Transports;

/// <summary>What is started as a worker.</summary>
public sealed class ChildProgramTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("westrpc-test-").FullName;

    private string Assembly => Path.Combine(directory, "Tasks.dll");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Of_ATaskAssemblyWithTheWorkerBesideIt_IsThatWorker()
    {
        string worker = Touch(Path.Combine(directory, "westrpc-worker", "westrpc-worker.dll"));
        ChildProgram program = ChildProgram.Of(new WorkManagerOptions { TaskAssembly = Touch(Assembly) });
        Assert.Equal("dotnet", Path.GetFileName(program.File));
        Assert.True(!Path.IsPathRooted(program.File) || File.Exists(program.File));
        Assert.Equal([worker, Assembly], program.Arguments);
    }

    [Fact]
    public void Of_AWorkerThatIsNamed_IsThatOne()
    {
        string worker = Touch(Path.Combine(directory, "elsewhere", "westrpc-worker.dll"));
        ChildProgram program = ChildProgram.Of(new WorkManagerOptions { TaskAssembly = Touch(Assembly), WorkerProgram = worker });
        Assert.Equal([worker, Assembly], program.Arguments);
    }

    [Fact]
    public void Of_AnAssemblyThatIsNotThere_SaysWhich() => Assert.Equal(
        $"There is no assembly {Assembly}, which WorkManagerOptions.TaskAssembly names as the one that holds the tasks.",
        Message(new WorkManagerOptions { TaskAssembly = Assembly }));

    [Fact]
    public void Of_AnAssemblyInMemoryOnly_SaysThatAFileIsNeeded() => Assert.StartsWith(
        "WorkManagerOptions.TaskAssembly is empty, as Assembly.Location is for an assembly that was not loaded from a file",
        Message(new WorkManagerOptions { TaskAssembly = "" }), StringComparison.Ordinal);

    [Fact]
    public void Of_AWorkerThatIsNamedAndNotThere_SaysWhich()
    {
        string worker = Path.Combine(directory, "elsewhere", "westrpc-worker.dll");
        Assert.Equal(
            $"There is no assembly {worker}, which WorkManagerOptions.WorkerProgram names as the workers' program.",
            Message(new WorkManagerOptions { TaskAssembly = Touch(Assembly), WorkerProgram = worker }));
    }

    [Fact]
    public void Of_AWorkerWithoutATaskAssembly_SaysThatItNeedsOne() => Assert.StartsWith(
        "WorkManagerOptions.WorkerProgram is set, but not TaskAssembly", Message(new WorkManagerOptions { WorkerProgram = Assembly }), StringComparison.Ordinal);

    [Fact]
    public void Of_NoWorkerAnywhere_SaysWhereItLookedAndWhatToAdd()
    {
        string message = Message(new WorkManagerOptions { TaskAssembly = Touch(Assembly) });
        Assert.Contains(Path.Combine(directory, "westrpc-worker", "westrpc-worker.dll"), message, StringComparison.Ordinal);
        Assert.Contains("add the package WestRpc.Worker to the project of 'Tasks.dll'", message, StringComparison.Ordinal);
    }

    private static string Message(WorkManagerOptions options) => Assert.Throws<WorkConfigurationException>(() => ChildProgram.Of(options)).Message;

    private static string Touch(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
        return file;
    }
}
