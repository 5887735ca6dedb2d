using WestRpc.Tests.Dispatch;

namespace WestRpc.Tests.Tasks;

/// <summary>A work manager whose calls end when the test says so.</summary>
internal sealed class FakeWorkManager : IWorkManager
{
    private readonly List<TaskCompletionSource> calls = [];

    public string Name => "fake";

    public int WorkerCount => 1;

    public Exception? Refusal { get; set; }

    /// <summary>How many more calls it takes, until somebody waits for room: then there is.</summary>
    public int Room { get; set; } = int.MaxValue;

    public int Submitted => calls.Count;

    public IReadOnlyList<Task> Calls => [.. calls.Select(static c => c.Task)];

    public void End(int call) => calls[call].SetResult();

    public void Fail(int call, Exception exception) => calls[call].SetException(exception);

    public Task SubmitAsync(WorkTask task, WorkOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Room == 0)
            return Task.FromException(new WorkQueueFullException("Work", 2));
        Room--;
        if (Refusal is not null)
            throw Refusal;
        var call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        calls.Add(call);
        cancellationToken.Register(() => call.TrySetCanceled(cancellationToken));
        return call.Task;
    }

    public Task<TResult> SubmitAsync<TResult>(
        WorkTask<TResult> task, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<TResult>[] SubmitManyAsync<TResult>(
        IEnumerable<WorkTask<TResult>> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task[] SubmitManyAsync(
        IEnumerable<WorkTask> tasks, WorkOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task WaitForCapacityAsync(CancellationToken cancellationToken = default)
    {
        Room = int.MaxValue;
        return Task.CompletedTask;
    }

    public Task DrainAsync() => throw new NotSupportedException();

    public ValueTask DisposeAsync() => default;

    /// <summary>So many calls.</summary>
    public static IEnumerable<FakeCall> Source(int count)
    {
        for (int i = 0; i < count; i++)
            yield return new FakeCall(FakeCall.DescriptorOf("Work"));
    }
}
