namespace WestRpc.ContractTests;

public abstract partial class WorkManagerSpecs
{
    [Fact(Timeout = Limit)]
    public async Task An_exception_comes_back_with_type_message_and_stack_trace()
    {
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => ContractTasks.FailTask.SubmitAsync(Work, "too hot", new WorkOptions { Label = "segment 12" }, TestEnd));
        Assert.Equal("System.InvalidOperationException", e.RemoteType);
        Assert.Equal("too hot", e.RemoteMessage);
        Assert.Contains("ContractTasks.Fail(", e.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Equal("WestRpc.ContractTests.ContractTasks.Fail", e.TaskName);
        Assert.Equal("segment 12", e.Label);
        Assert.Contains("segment 12", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task An_exception_of_the_users_own_type_comes_back()
    {
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => ContractTasks.FailWithCustomTask.SubmitAsync(Work, 17, cancellationToken: TestEnd));
        Assert.Equal("WestRpc.ContractTests.CustomException", e.RemoteType);
        Assert.Equal("code 17", e.RemoteMessage);
        Assert.Equal(!RunsElsewhere, e.InnerException is CustomException);
    }

    [Fact(Timeout = Limit)]
    public async Task An_exception_of_an_async_task_comes_back_with_its_cause()
    {
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => ContractTasks.FailLaterTask.SubmitAsync(Work, "late", cancellationToken: TestEnd));
        Assert.Equal("System.ArgumentException", e.RemoteType);
        Assert.Contains("System.TimeoutException: the cause", e.RemoteStackTrace, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task An_exception_whose_own_code_throws_comes_back_all_the_same()
    {
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => ContractTasks.FailBadlyTask.SubmitAsync(Work, cancellationToken: TestEnd));
        Assert.Equal("WestRpc.ContractTests.BadException", e.RemoteType);
        Assert.Contains("asking for it threw System.InvalidOperationException", e.RemoteMessage, StringComparison.Ordinal);
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task An_exception_larger_than_a_message_may_be_is_cut_short()
    {
        await using IWorkManager work = await StartAsync(Options with { WorkerCount = 1, MaxMessageBytes = 1 << 20 });
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => ContractTasks.FailAtLengthTask.SubmitAsync(work, 2_000_000, cancellationToken: TestEnd));
        Assert.Equal("System.InvalidOperationException", e.RemoteType);
        Assert.StartsWith("xxxxxxxxxx", e.RemoteMessage, StringComparison.Ordinal);
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(work, 1, 2, cancellationToken: TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task A_failure_leaves_the_worker_fit_for_the_next_task()
    {
        for (int i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<WorkTaskException>(
                () => ContractTasks.FailTask.SubmitAsync(Work, "again", cancellationToken: TestEnd));
            Assert.Equal(i, await ContractTasks.AddTask.SubmitAsync(Work, i, 0, cancellationToken: TestEnd));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_result_that_cannot_be_sent_fails_its_task_only()
    {
        if (!Encodes)
        {
            Assert.IsType<BetterSegment>(await ContractTasks.ReturnDerivedTask.SubmitAsync(Work, cancellationToken: TestEnd));
            return;
        }

        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => ContractTasks.ReturnDerivedTask.SubmitAsync(Work, cancellationToken: TestEnd));
        Assert.Equal("WestRpc.WorkSerializationException", e.RemoteType);
        Assert.Contains("BetterSegment", e.RemoteMessage, StringComparison.Ordinal);
        Assert.Equal(3, await ContractTasks.AddTask.SubmitAsync(Work, 1, 2, cancellationToken: TestEnd));
    }

    [Fact(Timeout = Limit)]
    public async Task An_argument_that_cannot_be_sent_fails_at_once()
    {
        var derived = new Dictionary<string, List<Segment?>> { ["a"] = [new BetterSegment(1, [], Segment.Kind.Free, "more")] };
        Task<Dictionary<string, List<Segment?>>> task = ContractTasks.EchoNestedTask.SubmitAsync(Work, derived, cancellationToken: TestEnd);
        if (Encodes)
            await Assert.ThrowsAsync<WorkSerializationException>(() => task);
        else
            Assert.Same(derived, await task);
    }
}
