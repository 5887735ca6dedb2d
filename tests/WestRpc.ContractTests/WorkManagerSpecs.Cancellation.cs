namespace WestRpc.ContractTests;

public abstract partial class WorkManagerSpecs
{
    private readonly List<Visitor> visitors = [];

    [Fact(Timeout = Limit)]
    public async Task A_token_that_has_fired_keeps_the_task_from_beginning()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        using var gate = new Rendezvous();
        Task<int> task = ContractTasks.WaitForReleaseTask.SubmitAsync(Work, gate.Port, cancellationToken: source.Token);
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(source.Token, e.CancellationToken);
        Assert.True(task.IsCanceled);
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_canceled_in_the_queue_never_begins()
    {
        if (RunsAtSubmission)
            return; // There is no queue.
        using var gate = new Rendezvous();
        Task<int>[] blockers = await OccupyAllWorkersAsync(gate);
        using var source = new CancellationTokenSource();
        string path = Path.Combine(Path.GetTempPath(), $"westrpc-test-{Guid.NewGuid():N}");
        Task touch = ContractTasks.TouchTask.SubmitAsync(Work, path, cancellationToken: source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => touch);
        await ReleaseAsync(blockers);
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
        Assert.False(File.Exists(path));
    }

    [Fact(Timeout = Limit)]
    public async Task Cancellation_fires_the_token_of_a_running_task()
    {
        using var gate = new Rendezvous();
        using var source = new CancellationTokenSource();
        Task<int> task = Task.Run(
            () => ContractTasks.WaitForCancellationTask.SubmitAsync(Work, gate.Port, cancellationToken: source.Token), TestEnd);
        using (await gate.NextAsync())
        {
            await source.CancelAsync();
            OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
            Assert.Equal(source.Token, e.CancellationToken);
        }

        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_that_returns_although_canceled_keeps_its_result()
    {
        using var gate = new Rendezvous();
        using var source = new CancellationTokenSource();
        Task<int> task = Task.Run(
            () => ContractTasks.IgnoreCancellationTask.SubmitAsync(Work, gate.Port, cancellationToken: source.Token), TestEnd);
        using (await gate.NextAsync())
        {
            await source.CancelAsync();
            Assert.Equal(7, await task);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_continuation_that_blocks_holds_up_nobody_else()
    {
        using var gate = new ManualResetEventSlim();
        using var begun = new Rendezvous();
        Task<int> first = Task.Run(
            () => ContractTasks.WaitForReleaseTask.SubmitAsync(Work, begun.Port, cancellationToken: TestEnd), TestEnd);
        using Visitor visitor = await begun.NextAsync();
        Task blocked = first.ContinueWith(
            _ => gate.Wait(TestEnd), TestEnd, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        visitor.Release();
        for (int i = 0; i < 100; i++)
            Assert.Equal(i, await ContractTasks.AddTask.SubmitAsync(Work, i, 0, cancellationToken: TestEnd));
        gate.Set();
        await blocked;
    }

    /// <summary>Gives each worker a task that waits; they are let go by <see cref="ReleaseAsync"/>.</summary>
    private async Task<Task<int>[]> OccupyAllWorkersAsync(Rendezvous gate)
    {
        Task<int>[] blockers =
        [
            .. Enumerable.Range(0, Work.WorkerCount)
                .Select(_ => ContractTasks.WaitForReleaseTask.SubmitAsync(Work, gate.Port, cancellationToken: TestEnd)),
        ];
        foreach (Task<int> _ in blockers)
            visitors.Add(await gate.NextAsync());
        return blockers;
    }

    private async Task ReleaseAsync(Task<int>[] blockers)
    {
        foreach (Visitor visitor in visitors)
            visitor.Release();
        await Task.WhenAll(blockers);
        foreach (Visitor visitor in visitors)
            visitor.Dispose();
        visitors.Clear();
    }
}
