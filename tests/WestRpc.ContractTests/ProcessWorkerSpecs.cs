using System.Diagnostics;

namespace WestRpc.ContractTests;

/// <summary>What work managers whose workers are processes promise beside the contract: what happens when workers die.</summary>
public abstract class ProcessWorkerSpecs : WorkManagerSpecs
{
    private protected override bool Encodes => true;

    private protected override bool CanKill => true;

    [Fact(Timeout = Limit)]
    public async Task A_task_runs_in_a_child_under_its_number()
    {
        WhereItRan where = await ContractTasks.WhereAmITask.SubmitAsync(Work, cancellationToken: TestEnd);
        Assert.NotEqual(Environment.ProcessId, where.ProcessId);
        Assert.Equal(where.WorkerIndex.ToString(System.Globalization.CultureInfo.InvariantCulture), where.ProcessIndexVariable);
        Assert.Null(where.SocketVariable);
    }

    [Fact(Timeout = Limit)]
    public async Task A_worker_killed_while_it_runs_a_task_is_replaced_and_the_task_runs_again()
    {
        using var gate = new Rendezvous();
        Task<int> task = ContractTasks.WaitForReleaseTask.SubmitAsync(Work, gate.Port, cancellationToken: TestEnd);
        int first;
        using (Visitor visitor = await gate.NextAsync())
        {
            first = visitor.ProcessId;
            Process.GetProcessById(first).Kill();
        }

        using Visitor second = await gate.NextAsync();
        Assert.NotEqual(first, second.ProcessId);
        second.Release();
        Assert.Equal(gate.Port, await task);

        // Both numbers are taken again.
        HashSet<int> indices = [];
        while (indices.Count < 2)
            indices.UnionWith((await OfBothAsync()).Select(static w => w.WorkerIndex));
        Assert.Equal([0, 1], indices.Order());
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_that_ends_its_worker_fails_after_its_attempts()
    {
        WorkerLostException e = await Assert.ThrowsAsync<WorkerLostException>(
            () => ContractTasks.ExitTask.SubmitAsync(Work, 3, cancellationToken: TestEnd));
        Assert.Equal(3, e.Losses.Count);
        Assert.Equal([1, 2, 3], e.Losses.Select(static l => l.Attempt));
        Assert.All(e.Losses, static loss =>
        {
            Assert.Equal(3, loss.ExitCode);
            Assert.Null(loss.Signal);
            Assert.Equal("exit code 3", loss.Reason);
            Assert.Contains("leaving with 3", loss.StandardError, StringComparison.Ordinal);
        });
        Assert.Equal(3, e.Losses.Select(static l => l.ProcessId).Distinct().Count());
        Assert.Contains("exit code 3", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_with_one_attempt_is_not_begun_again()
    {
        using var gate = new Rendezvous();
        Task<int> task = ContractTasks.WaitForReleaseTask.SubmitAsync(
            Work, gate.Port, new WorkOptions { MaxAttempts = 1 }, TestEnd);
        using (Visitor visitor = await gate.NextAsync())
            Process.GetProcessById(visitor.ProcessId).Kill();
        WorkerLostException e = await Assert.ThrowsAsync<WorkerLostException>(() => task);
        WorkerLoss loss = Assert.Single(e.Losses);
        Assert.Equal(9, loss.Signal);
        Assert.Equal("killed by signal 9 (SIGKILL)", loss.Reason);
    }

    [Fact(Timeout = Limit)]
    public async Task Tasks_beside_one_that_kills_its_workers_all_succeed()
    {
        Task<int>[] others = Work.SubmitManyAsync(
            Enumerable.Range(0, 200).Select(i => new ContractTasks.AddTask(i, 1)), cancellationToken: TestEnd);
        Task<int> poison = ContractTasks.ExitTask.SubmitAsync(Work, 9, cancellationToken: TestEnd);
        Task<int>[] later = Work.SubmitManyAsync(
            Enumerable.Range(0, 200).Select(i => new ContractTasks.AddTask(i, 1)), cancellationToken: TestEnd);
        await Assert.ThrowsAsync<WorkerLostException>(() => poison);
        Assert.Equal(Enumerable.Range(1, 200), await Task.WhenAll(others));
        Assert.Equal(Enumerable.Range(1, 200), await Task.WhenAll(later));
    }

    [Fact(Timeout = Limit)]
    public async Task No_child_lives_after_disposal()
    {
        var ids = new HashSet<int>();
        while (ids.Count < 2)
            ids.UnionWith((await OfBothAsync()).Select(static w => w.ProcessId));
        await Work.DisposeAsync();
        Assert.All(ids, static id => Assert.Throws<ArgumentException>(() => Process.GetProcessById(id)));
    }

    /// <summary>Asks several at once: of idle workers the one that worked last would get each single call.</summary>
    private Task<WhereItRan[]> OfBothAsync() => Task.WhenAll(Work.SubmitManyAsync(
        Enumerable.Range(0, 8).Select(static _ => new ContractTasks.WhereAmITask()), cancellationToken: TestEnd));
}
