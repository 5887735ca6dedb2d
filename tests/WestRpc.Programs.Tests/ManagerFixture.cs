namespace WestRpc.Programs.Tests;

public sealed class OnSerial() : ManagerFixture("serial");

public sealed class OnThreads() : ManagerFixture("threads");

public sealed class OnProcesses() : ManagerFixture("processes");

/// <summary>A work manager for the tests of a class, which offers four GPUs.</summary>
public abstract class ManagerFixture(string name) : IAsyncLifetime
{
    private IWorkManager? work;

    public IWorkManager Work => work!;

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => work = await WorkManager.StartAsync(
        name, new WorkManagerOptions { WorkerCount = 2, Resources = new Dictionary<string, int> { ["gpu"] = 4 } });

    public async ValueTask DisposeAsync()
    {
        await work!.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal Task<Outcome> RunAsync(Call call) => Tests.Work.RunTask.SubmitAsync(Work, call, cancellationToken: TestEnd);

    internal async Task<ProgramFailedException> FailureAsync(Call call)
    {
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(() => RunAsync(call));
        return Assert.IsType<ProgramFailedException>(e.InnerException);
    }
}
