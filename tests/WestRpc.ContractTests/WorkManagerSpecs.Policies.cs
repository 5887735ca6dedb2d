namespace WestRpc.ContractTests;

/// <summary>What a submission may ask for.</summary>
public abstract partial class WorkManagerSpecs
{
    private static readonly WorkOptions Flaky = new()
    {
        Retry = new RetryPolicy(typeof(FlakyException)) { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(1) },
    };

    private static readonly WorkOptions NeedsGpu = new() { Resources = new Dictionary<string, int> { ["gpu"] = 1 } };

    /// <summary>Whether a worker that does not heed its token can be ended.</summary>
    private protected virtual bool CanKill => false;

    /// <summary>Whether a task that asks for what nobody offers waits for somebody who does, since workers may join.</summary>
    private protected virtual bool WaitsForResources => false;

    /// <summary>Whether workers are other processes.</summary>
    private protected virtual bool RunsElsewhere => CanKill;

    /// <summary>Whether another worker takes the place, and the number, of one that was lost.</summary>
    private protected virtual bool Replaces => true;

    [Fact(Timeout = Limit)]
    public async Task A_task_out_of_time_that_heeds_its_token_fails_and_its_worker_goes_on()
    {
        using var gate = new Rendezvous();
        var options = new WorkOptions { TimeLimit = TimeSpan.FromMilliseconds(300), Label = "segment 12" };
        Task<int> task = Task.Run(
            () => ContractTasks.WaitForCancellationTask.SubmitAsync(Work, gate.Port, options, TestEnd), TestEnd);
        using Visitor visitor = await gate.NextAsync();
        WorkTimeoutException e = await Assert.ThrowsAsync<WorkTimeoutException>(() => task);
        Assert.Equal(options.TimeLimit, e.Limit);
        Assert.Equal("segment 12", e.Label);
        Assert.EndsWith("ContractTasks.WaitForCancellationAsync", e.TaskName, StringComparison.Ordinal);
        await visitor.LeftAsync();
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_out_of_time_that_ignores_its_token_fails_and_all_workers_are_there_afterwards()
    {
        if (RunsAtSubmission || !Replaces)
            return; // Nobody is there who could end it, or nobody else to go on.
        await using IWorkManager work = await StartAsync(Options with { WorkerCount = 1, GracePeriod = TimeSpan.FromMilliseconds(100) });
        using var gate = new Rendezvous();
        var options = new WorkOptions { TimeLimit = TimeSpan.FromMilliseconds(300) };
        Task<int> task = ContractTasks.WaitForReleaseHeedingNothingTask.SubmitAsync(work, gate.Port, options, TestEnd);
        using Visitor visitor = await gate.NextAsync();
        await Assert.ThrowsAsync<WorkTimeoutException>(() => task);
        if (CanKill)
            await visitor.LeftAsync();
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(work, 1, 2, cancellationToken: TestEnd));
        Assert.Equal(0, (await ContractTasks.WhereAmITask.SubmitAsync(work, cancellationToken: TestEnd)).WorkerIndex);
        if (!CanKill)
            visitor.Release(); // The thread that was written off.
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_out_of_time_that_returns_nevertheless_fails()
    {
        using var gate = new Rendezvous();
        Task<int> task = Task.Run(
            () => ContractTasks.IgnoreCancellationTask.SubmitAsync(
                Work, gate.Port, new WorkOptions { TimeLimit = TimeSpan.FromMilliseconds(300) }, TestEnd),
            TestEnd);
        using Visitor visitor = await gate.NextAsync();
        await Assert.ThrowsAsync<WorkTimeoutException>(() => task);
        await visitor.LeftAsync();
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_in_time_returns_its_result()
    {
        var options = new WorkOptions { TimeLimit = TimeSpan.FromMinutes(1) };
        Assert.Equal(
            Enumerable.Range(1, 500),
            await Task.WhenAll(Work.SubmitManyAsync(Enumerable.Range(0, 500).Select(i => new ContractTasks.AddTask(i, 1)), options, TestEnd)));
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_out_of_time_runs_again_where_that_was_asked_for()
    {
        using var gate = new Rendezvous();
        var options = new WorkOptions
        {
            TimeLimit = TimeSpan.FromMilliseconds(300),
            Retry = new RetryPolicy(typeof(WorkTimeoutException)) { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) },
        };
        Task<int> task = Task.Run(
            () => ContractTasks.WaitForReleaseOrCancellationTask.SubmitAsync(Work, gate.Port, options, TestEnd), TestEnd);
        using Visitor first = await gate.NextAsync();
        using Visitor second = await gate.NextAsync();
        second.Release();
        Assert.Equal(gate.Port, await task);
    }

    [Fact(Timeout = Limit)]
    public async Task A_retried_task_succeeds_at_the_attempt_at_which_it_does()
    {
        string path = NewPath();
        try
        {
            Assert.Equal(3, await ContractTasks.FailUntilTask.SubmitAsync(Work, 3, path, Flaky, TestEnd));
            Assert.Equal(["1", "2", "3"], await File.ReadAllLinesAsync(path, TestEnd));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_that_fails_more_often_than_it_may_fails_with_the_last_exception()
    {
        string path = NewPath();
        try
        {
            WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
                () => ContractTasks.FailUntilTask.SubmitAsync(Work, 9, path, Flaky, TestEnd));
            Assert.Equal("WestRpc.ContractTests.DerivedException", e.RemoteType);
            Assert.Equal("attempt 3", e.RemoteMessage);
            Assert.Equal(["1", "2", "3"], await File.ReadAllLinesAsync(path, TestEnd));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task An_exception_that_is_not_named_is_not_retried()
    {
        string path = NewPath();
        try
        {
            await Assert.ThrowsAsync<WorkTaskException>(() => ContractTasks.FailUntilTask.SubmitAsync(
                Work, 2, path, new WorkOptions { Retry = new RetryPolicy(typeof(IOException), typeof(CustomException)) }, TestEnd));
            Assert.Equal(["1"], await File.ReadAllLinesAsync(path, TestEnd));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Tasks_of_higher_priority_go_first()
    {
        if (RunsAtSubmission)
            return; // There is no queue.
        await using IWorkManager work = await StartAsync(Options with { WorkerCount = 1 });
        using var gate = new Rendezvous();
        string path = NewPath();
        try
        {
            Task<int> blocker = ContractTasks.WaitForReleaseTask.SubmitAsync(work, gate.Port, cancellationToken: TestEnd);
            using Visitor visitor = await gate.NextAsync();
            Task[] tasks =
            [
                .. ((string[])["low", "normal", "high", "low again", "high again"]).Select(line => ContractTasks.AppendTask.SubmitAsync(
                    work, path, line, new WorkOptions { Priority = line[0] switch { 'l' => -1, 'h' => 1, _ => 0 } }, TestEnd)),
            ];
            visitor.Release();
            await Task.WhenAll([blocker, .. tasks]);
            Assert.Equal(["high", "high again", "normal", "low", "low again"], await File.ReadAllLinesAsync(path, TestEnd));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_task_that_needs_a_resource_goes_where_that_is()
    {
        await using IWorkManager work = await StartAsync(Options with { Resources = new Dictionary<string, int> { ["gpu"] = 1 } });
        Dictionary<string, List<int>>[] all = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => ContractTasks.WhatIHaveTask.SubmitAsync(work, NeedsGpu, TestEnd)));
        Assert.All(all, static have => Assert.Equal([0], Assert.Single(have, static h => h.Key == "gpu").Value));
        WorkOptions needsTwo = new() { Resources = new Dictionary<string, int> { ["gpu"] = 2 }, Label = "two" };
        if (WaitsForResources)
        {
            using var source = new CancellationTokenSource();
            Task<int> waiting = ContractTasks.AnswerTask.SubmitAsync(work, needsTwo, source.Token);
            Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(work, 1, 2, cancellationToken: TestEnd));
            Assert.False(waiting.IsCompleted);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            return;
        }

        WorkResourceException e = await Assert.ThrowsAsync<WorkResourceException>(() => ContractTasks.AnswerTask.SubmitAsync(work, needsTwo, TestEnd));
        Assert.Contains("2 gpu", e.Message, StringComparison.Ordinal);
        Assert.Equal("two", e.Label);
        await Assert.ThrowsAsync<WorkResourceException>(() => ContractTasks.AnswerTask.SubmitAsync(Work, NeedsGpu, TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task Two_tasks_that_need_the_same_resource_do_not_run_at_once()
    {
        if (RunsAtSubmission)
            return; // Nothing does.
        await using IWorkManager work = await StartAsync(Options with { Resources = new Dictionary<string, int> { ["gpu"] = 1 } });
        using var gate = new Rendezvous();
        Task<int> first = ContractTasks.WaitForReleaseTask.SubmitAsync(work, gate.Port, NeedsGpu, TestEnd);
        using Visitor visitor = await gate.NextAsync();
        Task<int> second = ContractTasks.WaitForReleaseTask.SubmitAsync(work, gate.Port, NeedsGpu, TestEnd);

        // The other worker is free all the time.
        for (int i = 0; i < 50; i++)
            Assert.Empty(await ContractTasks.WhatIHaveTask.SubmitAsync(work, cancellationToken: TestEnd));
        Task<Visitor> next = gate.NextAsync();
        Assert.False(next.IsCompleted);
        visitor.Release();
        using Visitor follower = await next;
        follower.Release();
        Assert.Equal([gate.Port, gate.Port], await Task.WhenAll(first, second));
    }

    [Fact(Timeout = Limit)]
    public async Task Over_the_bound_submissions_fail_until_there_is_room()
    {
        if (RunsAtSubmission)
            return; // A submission waits for its own call, so there is always room.
        await using IWorkManager work = await StartAsync(Options with { WorkerCount = 1, MaxPending = 2 });
        using var gate = new Rendezvous();
        Task<int> first = ContractTasks.WaitForReleaseTask.SubmitAsync(work, gate.Port, cancellationToken: TestEnd);
        using Visitor visitor = await gate.NextAsync();
        Task<int> second = ContractTasks.AddTask.SubmitAsync(work, 1, 2, cancellationToken: TestEnd);
        Task<int>[] refused = [ContractTasks.AddTask.SubmitAsync(work, 1, 2, cancellationToken: TestEnd), work.SubmitAsync(new ContractTasks.AddTask(1, 1), cancellationToken: TestEnd)];
        foreach (Task<int> task in refused)
            Assert.Equal(2, (await Assert.ThrowsAsync<WorkQueueFullException>(() => task)).Limit);
        Task room = work.WaitForCapacityAsync(TestEnd);
        Assert.False(room.IsCompleted);
        visitor.Release();
        await room;
        Assert.Equal(5, await ContractTasks.AddTask.SubmitAsync(work, 2, 3, cancellationToken: TestEnd));
        Assert.Equal(3, await second);
        Assert.Equal(gate.Port, await first);
    }

    [Fact(Timeout = Limit)]
    public async Task Map_waits_for_room_and_loses_no_call()
    {
        await using IWorkManager work = await StartAsync(Options with { MaxPending = 3 });
        var sums = new List<int>();
        await foreach (Completion<ContractTasks.AddTask, int> done in ContractTasks.AddTask.MapAsync(
            work, Enumerable.Range(0, 500).Select(static i => new ContractTasks.AddTask(i, 1)), maxPending: 10, cancellationToken: TestEnd))
            sums.Add(done.Result);
        Assert.Equal(Enumerable.Range(1, 500), sums.Order());
    }

    [Fact(Timeout = Limit)]
    public async Task Draining_finishes_what_runs_and_begins_nothing_else()
    {
        using var gate = new Rendezvous();
        if (RunsAtSubmission)
        {
            await Work.DrainAsync();
            await Assert.ThrowsAsync<WorkManagerStoppedException>(() => ContractTasks.AnswerTask.SubmitAsync(Work, cancellationToken: TestEnd));
            return;
        }

        Task<int>[] running = await OccupyAllWorkersAsync(gate);
        string path = NewPath();
        Task[] waiting = [.. Enumerable.Range(0, 10).Select(_ => ContractTasks.TouchTask.SubmitAsync(Work, path, cancellationToken: TestEnd))];
        Task drained = Work.DrainAsync();
        foreach (Task task in waiting)
            Assert.Contains("drained", (await Assert.ThrowsAsync<WorkManagerStoppedException>(() => task)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => ContractTasks.AnswerTask.SubmitAsync(Work, cancellationToken: TestEnd));
        Assert.False(drained.IsCompleted);
        await ReleaseAsync(running);
        await drained;
        await Work.DrainAsync();
        Assert.All(running, t => Assert.Equal(gate.Port, t.Result));
        Assert.False(File.Exists(path));
    }

    [Fact(Timeout = Limit)]
    public async Task Draining_what_is_disposed_ends()
    {
        await Work.DisposeAsync();
        await Work.DrainAsync().WaitAsync(TestEnd);
    }

    [Fact(Timeout = Limit)]
    public async Task A_canceled_task_that_ignores_its_token_is_left_or_killed_as_was_asked()
    {
        if (RunsAtSubmission || !Replaces)
            return; // The thread that waits for it is the thread that runs it, or nobody else is there to go on.
        await using IWorkManager work = await StartAsync(Options with { WorkerCount = 1 });
        using var gate = new Rendezvous();
        using var source = new CancellationTokenSource();
        Task<int> task = ContractTasks.WaitForReleaseHeedingNothingTask.SubmitAsync(
            work, gate.Port, new WorkOptions { KillAfterCancel = TimeSpan.FromMilliseconds(50) }, source.Token);
        using Visitor visitor = await gate.NextAsync();
        await source.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(source.Token, e.CancellationToken);
        if (CanKill)
            await visitor.LeftAsync();
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(work, 1, 2, cancellationToken: TestEnd));
        if (!CanKill)
            visitor.Release();
    }

    [Fact(Timeout = Limit)]
    public async Task A_worker_that_is_at_one_task_for_too_long_counts_as_hung()
    {
        if (RunsAtSubmission || !Replaces)
            return; // There is no worker beside the program itself, or no second one.
        await using IWorkManager work = await StartAsync(Options with { WorkerCount = 1, TaskTimeout = TimeSpan.FromMilliseconds(300), MaxAttempts = 2 });
        using var gate = new Rendezvous();
        Task<int> task = ContractTasks.WaitForReleaseTask.SubmitAsync(work, gate.Port, cancellationToken: TestEnd);
        using Visitor first = await gate.NextAsync();
        using Visitor second = await gate.NextAsync();
        WorkerLostException e = await Assert.ThrowsAsync<WorkerLostException>(() => task);
        Assert.Equal(2, e.Losses.Count);
        Assert.All(e.Losses, static l => Assert.Contains("WM_ZMQ_TASK_TIMEOUT", l.Reason, StringComparison.Ordinal));
        if (CanKill)
            Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(work, 1, 2, cancellationToken: TestEnd));
        if (!CanKill)
        {
            first.Release();
            second.Release();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Workers_that_are_to_do_so_many_tasks_are_replaced_and_nothing_is_lost()
    {
        await using IWorkManager work = await StartAsync(Options with { WorkerCount = 1, MaxTasksPerWorker = 5 });
        WhereItRan[] where = await Task.WhenAll(
            Enumerable.Range(0, 15).Select(_ => ContractTasks.WhereAmITask.SubmitAsync(work, cancellationToken: TestEnd)));
        Assert.All(where, static w => Assert.Equal((0, 1), (w.WorkerIndex, w.Attempt)));
        Assert.Equal(
            CanKill ? [5, 5, 5] : [15],
            where.GroupBy(static w => w.ProcessId).Select(static g => g.Count()));
    }

    private static string NewPath() => Path.Combine(Path.GetTempPath(), $"westrpc-test-{Guid.NewGuid():N}");
}
