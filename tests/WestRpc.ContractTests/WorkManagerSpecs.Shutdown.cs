namespace WestRpc.ContractTests;

public abstract partial class WorkManagerSpecs
{
    [Fact(Timeout = Limit)]
    public async Task Shutdown_fails_what_is_pending_and_hangs_nobody()
    {
        if (RunsAtSubmission)
            return; // Nothing is ever pending.
        using var gate = new Rendezvous();
        Task<int>[] running =
        [
            .. Enumerable.Range(0, Work.WorkerCount)
                .Select(_ => ContractTasks.WaitForCancellationTask.SubmitAsync(Work, gate.Port, cancellationToken: TestEnd)),
        ];
        foreach (Task<int> _ in running)
            visitors.Add(await gate.NextAsync());
        Task<int>[] queued = Work.SubmitManyAsync(
            Enumerable.Range(0, 100).Select(i => new ContractTasks.AddTask(i, i)), cancellationToken: TestEnd);

        await Work.DisposeAsync();

        foreach (Task<int> task in running.Concat(queued))
        {
            WorkManagerStoppedException e = await Assert.ThrowsAsync<WorkManagerStoppedException>(() => task);
            Assert.Contains("ContractTasks.", e.Message, StringComparison.Ordinal);
        }

        visitors.ForEach(static v => v.Dispose());
    }

    [Fact(Timeout = Limit)]
    public async Task Submitting_after_shutdown_fails()
    {
        await Work.DisposeAsync();
        await Assert.ThrowsAsync<WorkManagerStoppedException>(
            () => ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
        foreach (Task<int> task in Work.SubmitManyAsync([new ContractTasks.AddTask(1, 2)], cancellationToken: TestEnd))
            await Assert.ThrowsAsync<WorkManagerStoppedException>(() => task);
        await Work.DisposeAsync();
    }
}
