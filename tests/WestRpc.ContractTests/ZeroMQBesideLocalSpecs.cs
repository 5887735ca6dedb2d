namespace WestRpc.ContractTests;

/// <summary>A server that has a worker, and a client that has another.</summary>
public sealed class ZeroMQBesideLocalSpecs : IAsyncLifetime
{
    private const int Limit = 60_000;

    private readonly ZeroMQRuns runs = new();
    private IWorkManager? work;

    private IWorkManager Work => work!;

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => work = await runs.StartAsync(new WorkManagerOptions { WorkerCount = 2 }, local: 1);

    public async ValueTask DisposeAsync()
    {
        await Work.DisposeAsync();
        await runs.DisposeAsync();
    }

    [Fact(Timeout = Limit)]
    public async Task Numbers_go_on_and_both_work()
    {
        int[] workers = await BothAsync();
        Assert.Equal(2, workers.Distinct().Count());
        Assert.Equal(2, Work.WorkerCount);
        Task<int>[] tasks = Work.SubmitManyAsync(
            Enumerable.Range(0, 5_000).Select(i => new ContractTasks.AddTask(i, i)), cancellationToken: TestEnd);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => 2 * i), await Task.WhenAll(tasks));
    }

    [Fact(Timeout = Limit)]
    public async Task Draining_finishes_what_runs_on_both()
    {
        await BothAsync();
        using var gate = new Rendezvous();
        (Task<int>[] running, Visitor[] visitors) = await OccupyAsync(gate);
        Task<int> waiting = ContractTasks.AnswerTask.SubmitAsync(Work, cancellationToken: TestEnd);
        Task drained = Work.DrainAsync();
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => waiting);
        Assert.False(drained.IsCompleted);
        foreach (Visitor visitor in visitors)
            visitor.Release();
        await drained;
        Assert.All(running, t => Assert.Equal(gate.Port, t.Result));
    }

    [Fact(Timeout = Limit)]
    public async Task A_client_that_is_stopped_leaves_in_order_and_its_task_runs_elsewhere()
    {
        await BothAsync();
        using var gate = new Rendezvous();
        (Task<int>[] running, Visitor[] visitors) = await OccupyAsync(gate);
        runs.LastClient.Signal(System.Runtime.InteropServices.PosixSignal.SIGTERM);
        Assert.Equal(runs.ExitCode = 143, await runs.LastClient.ExitAsync());
        foreach (Visitor visitor in visitors)
            visitor.Dispose();
        using Visitor again = await gate.NextAsync();
        again.Release();
        Assert.Equal([gate.Port, gate.Port], await Task.WhenAll(running));
    }

    [Fact(Timeout = Limit)]
    public async Task Cancellation_reaches_both()
    {
        await BothAsync();
        using var gate = new Rendezvous();
        using var source = new CancellationTokenSource();
        Task<int>[] tasks = [.. Enumerable.Range(0, 2).Select(_ => ContractTasks.WaitForCancellationTask.SubmitAsync(Work, gate.Port, cancellationToken: source.Token))];
        using Visitor one = await gate.NextAsync();
        using Visitor two = await gate.NextAsync();
        await source.CancelAsync();
        foreach (Task<int> task in tasks)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
    }

    /// <summary>Waits until both have had a task at once: their process ids.</summary>
    private async Task<int[]> BothAsync()
    {
        using var gate = new Rendezvous();
        (Task<int>[] running, Visitor[] visitors) = await OccupyAsync(gate);
        foreach (Visitor visitor in visitors)
            visitor.Release();
        await Task.WhenAll(running);
        return [.. visitors.Select(static v => v.ProcessId)];
    }

    private async Task<(Task<int>[] Running, Visitor[] Visitors)> OccupyAsync(Rendezvous gate)
    {
        Task<int>[] running = [.. Enumerable.Range(0, 2).Select(_ => ContractTasks.WaitForReleaseTask.SubmitAsync(Work, gate.Port, cancellationToken: TestEnd))];
        return (running, [await gate.NextAsync(), await gate.NextAsync()]);
    }
}
