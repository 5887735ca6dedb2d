namespace WestRpc.Tests.Transports;

/// <summary>This program is no worker of its own: its <c>Main</c> is the test framework's. So it has others host its tasks.</summary>
public sealed class WorkerProgramTests
{
    private const int Limit = 60_000;

    private static readonly string Worker = Path.Combine(
        Folders.Project, "..", "..", "src", "WestRpc.Worker", "bin", Folders.Configuration, "net10.0", "westrpc-worker.dll");

    [Fact(Timeout = Limit)]
    public async Task Processes_WithATaskAssembly_RunItsTasksInTheWorkersProgram()
    {
        await using IWorkManager work = await StartAsync(typeof(TestTasks).Assembly.Location);
        Assert.Equal(6, await TestTasks.PropagateTask.SubmitAsync(work, 2, 3, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Limit)]
    public async Task Processes_WithAnAssemblyThatHasNone_FailWithTheLineOfTheWorkersProgram()
    {
        await using IWorkManager work = await StartAsync(typeof(IWorkManager).Assembly.Location);
        Task<double> call = TestTasks.PropagateTask.SubmitAsync(work, 2, 3, cancellationToken: TestContext.Current.CancellationToken);
        WorkerStartException e = await Assert.ThrowsAsync<WorkerStartException>(() => call);
        Assert.Contains("westrpc-worker: 'WestRpc' holds no tasks: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_WithAnAssemblyThatIsNotThere_DoNotStart()
    {
        WorkConfigurationException e = await Assert.ThrowsAsync<WorkConfigurationException>(() => StartAsync("/nowhere/Tasks.dll"));
        Assert.StartsWith("There is no assembly /nowhere/Tasks.dll", e.Message, StringComparison.Ordinal);
    }

    private static Task<IWorkManager> StartAsync(string assembly) => WorkManager.StartAsync(
        "processes", new WorkManagerOptions { WorkerCount = 1, TaskAssembly = assembly, WorkerProgram = Worker, Output = new WorkOutput(static _ => { }) });
}
