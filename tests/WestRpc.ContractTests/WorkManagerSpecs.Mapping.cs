namespace WestRpc.ContractTests;

public abstract partial class WorkManagerSpecs
{
    [Fact(Timeout = Limit)]
    public async Task Map_takes_no_more_than_its_bound_from_an_endless_source()
    {
        const int MaxPending = 8;
        int taken = 0;
        int completed = 0;
        int mostPending = 0;

        IEnumerable<ContractTasks.AddTask> Endless()
        {
            while (true)
            {
                mostPending = Math.Max(mostPending, ++taken - completed);
                yield return new ContractTasks.AddTask(taken, 1);
            }
        }

        await foreach (Completion<ContractTasks.AddTask, int> done in
            ContractTasks.AddTask.MapAsync(Work, Endless(), MaxPending, cancellationToken: TestEnd))
        {
            Assert.Equal(done.Index + 2, done.Result);
            Assert.Equal(done.Index + 1, done.Task.A);
            if (++completed == 1_000)
                break;
        }

        Assert.Equal(1_000, completed);
        Assert.InRange(mostPending, 1, MaxPending);
    }

    [Fact(Timeout = Limit)]
    public async Task Map_goes_on_after_a_failure()
    {
        string[] messages = ["a", "b", "c"];
        var failed = new List<string>();
        await foreach (Completion<ContractTasks.FailTask, int> done in ContractTasks.FailTask.MapAsync(
            Work, messages.Select(static m => new ContractTasks.FailTask(m)), maxPending: 2, cancellationToken: TestEnd))
        {
            Assert.False(done.IsSuccess);
            Assert.Throws<WorkTaskException>(() => done.Result);
            failed.Add(((WorkTaskException)done.Exception!).RemoteMessage);
        }

        Assert.Equal(messages, failed.Order());
    }

    [Fact(Timeout = Limit)]
    public async Task Leaving_a_map_cancels_what_is_left()
    {
        if (RunsAtSubmission)
            return; // A call that waits for its cancellation would never let the loop begin.
        using var gate = new Rendezvous();
        var calls = Enumerable.Range(0, Work.WorkerCount).Select(_ => new ContractTasks.WaitForReleaseOrCancellationTask(gate.Port));
        var running = new List<Visitor>();
        await using (var loop = ContractTasks.WaitForReleaseOrCancellationTask
            .MapAsync(Work, calls, maxPending: 10, cancellationToken: TestEnd).GetAsyncEnumerator(TestEnd))
        {
            ValueTask<bool> first = loop.MoveNextAsync();
            for (int i = 0; i < Work.WorkerCount; i++)
                running.Add(await gate.NextAsync());
            running[0].Release();
            Assert.True(await first);
        }

        foreach (Visitor visitor in running.Skip(1))
            await visitor.LeftAsync();
        running.ForEach(static v => v.Dispose());
    }

    [Fact(Timeout = Limit)]
    public async Task Map_over_nothing_ends()
    {
        await foreach (Completion<ContractTasks.TouchTask> done in
            ContractTasks.TouchTask.MapAsync(Work, [], maxPending: 1, cancellationToken: TestEnd))
            Assert.Fail($"{done} came out of nothing");
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ContractTasks.TouchTask.MapAsync(Work, [], maxPending: 0, cancellationToken: TestEnd));
    }
}
