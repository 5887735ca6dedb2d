using System.Collections.Concurrent;

namespace WestRpc.ContractTests;

public sealed class ProcessesSpecs : ProcessWorkerSpecs
{
    private readonly ConcurrentQueue<WorkOutputLine> lines = new();
    private readonly SemaphoreSlim printed = new(0);

    public ProcessesSpecs() => Options = new WorkManagerOptions
    {
        WorkerCount = 2,
        Output = new WorkOutput(line =>
        {
            lines.Enqueue(line);
            printed.Release();
        }),
    };

    private protected override string ManagerName => "processes";

    private protected override WorkManagerOptions Options { get; }

    [Fact(Timeout = Limit)]
    public async Task What_a_task_prints_reaches_the_master_as_whole_lines()
    {
        await ContractTasks.PrintTask.SubmitAsync(Work, "to output", error: false, cancellationToken: TestEnd);
        await ContractTasks.PrintTask.SubmitAsync(Work, "to error", error: true, cancellationToken: TestEnd);
        for (int i = 0; i < 2; i++)
            await printed.WaitAsync(TestEnd);
        Assert.Contains(lines, static l => l is { Text: "to output", IsError: false, WorkerIndex: not null });
        Assert.Contains(lines, static l => l is { Text: "to error", IsError: true, WorkerIndex: not null });
    }
}
