namespace WestRpc.ContractTests;

public sealed partial class SerialSpecs : WorkManagerSpecs
{
    private static readonly AsyncLocal<IWorkManager?> Current = new();

    [Fact(Timeout = Limit)]
    public async Task An_async_task_may_submit_another_and_wait_for_it()
    {
        Current.Value = Work;
        Task<int> outer = Task.Run(() => SumOfTwoTask.SubmitAsync(Work, 3, cancellationToken: TestEnd), TestEnd);
        Assert.Equal(2 * (3 + 1), await outer);
    }

    [WorkTask]
    private static async Task<int> SumOfTwoAsync(int value)
    {
        await Task.Yield();
        return await ContractTasks.AddTask.SubmitAsync(Current.Value!, value, 1) +
            await ContractTasks.AddTask.SubmitAsync(Current.Value!, value, 1);
    }

    private protected override string ManagerName => "serial";

    private protected override bool Encodes => false;

    private protected override bool RunsAtSubmission => true;
}

public sealed class IsolatedSerialSpecs : WorkManagerSpecs
{
    private protected override string ManagerName => "serial";

    private protected override WorkManagerOptions Options { get; } = new() { WorkerCount = 2, Isolate = true };

    private protected override bool Encodes => true;

    private protected override bool RunsAtSubmission => true;
}

public sealed class ThreadsSpecs : WorkManagerSpecs
{
    private protected override string ManagerName => "threads";

    private protected override bool Encodes => false;
}

public sealed class IsolatedThreadsSpecs : WorkManagerSpecs
{
    private protected override string ManagerName => "threads";

    private protected override WorkManagerOptions Options { get; } = new() { WorkerCount = 2, Isolate = true };

    private protected override bool Encodes => true;
}
