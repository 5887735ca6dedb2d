using WestRpc;

namespace TestProgram;

/// <summary>Short calls, and among them each thing that a dispatcher does to a call: for records of its work.</summary>
internal static partial class Mixture
{
    private static readonly WorkOptions Patient = new() { MaxAttempts = 100 };
    private static readonly WorkOptions Retried = Patient with { Retry = new RetryPolicy(typeof(IOException)) { Delay = TimeSpan.FromMilliseconds(20) } };
    private static readonly WorkOptions Late = Patient with
    {
        Label = "takes \"too\" long\nalways",
        TimeLimit = TimeSpan.FromMilliseconds(50),
        Retry = new RetryPolicy(typeof(WorkTimeoutException)) { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) },
    };

    private static readonly WorkOptions Urgent = Patient with { Priority = 5, Resources = new Dictionary<string, int> { ["gpu"] = 1 } };

    public static async Task<int> RunAsync(WorkRun run, int count)
    {
        var expected = new List<Task>();
        for (int i = 0; i < count; i++)
        {
            expected.Add(Expect<Exception>(SquareTask.SubmitAsync(run.Work, i, i % 10 == 0 ? Urgent : Patient)));
            if (i % 20 == 5)
                expected.Add(Expect<Exception>(FailOnceTask.SubmitAsync(run.Work, Retried)));
            if (i % 50 == 7)
                expected.Add(Expect<WorkTimeoutException>(WaitTask.SubmitAsync(run.Work, Late)));
            if (i % 50 == 9)
                expected.Add(CancelAsync(run, TimeSpan.FromMilliseconds(i)));
            if (i % 50 == 11)
                expected.Add(Expect<WorkTaskException>(FailTask.SubmitAsync(run.Work, Patient)));
        }

        expected.Add(Expect<WorkResourceException>(WaitTask.SubmitAsync(run.Work, new WorkOptions { Resources = new Dictionary<string, int> { ["none"] = 1 } })));
        int done = 0;
        await foreach (Task task in Task.WhenEach(expected))
        {
            await task;
            if (++done % 50 == 0)
                Console.WriteLine($"done {done}");
        }

        await run.Work.DrainAsync();
        await Expect<WorkManagerStoppedException>(FailTask.SubmitAsync(run.Work));
        Console.WriteLine("all as expected");
        return 0;
    }

    private static async Task CancelAsync(WorkRun run, TimeSpan after)
    {
        using var cancellation = new CancellationTokenSource(after);
        await Expect<OperationCanceledException>(WaitTask.SubmitAsync(run.Work, Patient, cancellation.Token));
    }

    /// <summary>It may succeed only where any exception is expected.</summary>
    private static async Task Expect<T>(Task task)
        where T : Exception
    {
        await task.ContinueWith(static _ => { }, TaskScheduler.Default);
        Type? came = task.IsCanceled ? typeof(OperationCanceledException) : task.Exception?.InnerException?.GetType();
        if (typeof(T) == typeof(Exception) ? came is not null : came != typeof(T))
            throw new InvalidOperationException($"expected {typeof(T).Name}, came {came?.Name ?? "nothing"}", task.Exception);
    }

    [WorkTask]
    private static int Square(int number)
    {
        Thread.Sleep(2);
        return number * number;
    }

    [WorkTask]
    private static void FailOnce(WorkContext context)
    {
        if (context.Attempt == 1)
            throw new FileNotFoundException("not there yet");
    }

    [WorkTask]
    private static void Fail() => throw new InvalidOperationException("always");

    [WorkTask]
    private static async Task WaitAsync(CancellationToken cancellation) => await Task.Delay(Timeout.Infinite, cancellation);
}
