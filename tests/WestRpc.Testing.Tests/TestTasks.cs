namespace WestRpc.Testing.Tests;

/// <summary>What the fake runs in its tests.</summary>
internal static partial class TestTasks
{
    private static int calls;

    /// <summary>How often <c>Count</c> was run; for one test alone.</summary>
    public static int Calls => Volatile.Read(ref calls);

    [WorkTask]
    private static int Twice(int value) => 2 * value;

#pragma warning disable WRPC015 // The fake runs it in this process, which is what is counted.
    [WorkTask]
    private static int Count() => Interlocked.Increment(ref calls);
#pragma warning restore WRPC015

    [WorkTask]
    private static (int Attempt, int Worker) WhereAmI(WorkContext context) => (context.Attempt, context.WorkerIndex);

    [WorkTask]
    private static async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return 0;
    }

    [WorkTask]
    private static List<int> Append(List<int> items)
    {
        items.Add(items.Count);
        return items;
    }
}
