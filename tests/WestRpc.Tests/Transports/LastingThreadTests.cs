using System.Diagnostics;
using WestRpc.Transports.Processes;

namespace WestRpc.Tests.Transports;

/// <summary>The thread that children are started from.</summary>
public sealed class LastingThreadTests
{
    private const int Limit = 30_000;

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Post_Many_RunInOrderOnOneThread()
    {
        using var thread = new LastingThread("test");
        var ran = new List<(int Number, int Thread)>();
        var done = new TaskCompletionSource();
        for (int i = 0; i < 1_000; i++)
        {
            int number = i;
            thread.Post(() => ran.Add((number, Environment.CurrentManagedThreadId)));
        }

        thread.Post(done.SetResult);
        await done.Task.WaitAsync(TestEnd);
        Assert.Equal(Enumerable.Range(0, 1_000), ran.Select(static r => r.Number));
        Assert.Single(ran.Select(static r => r.Thread).Distinct());
    }

    [Fact(Timeout = Limit)]
    public async Task Post_WithADelay_RunsWhenItIsDueAndNotBefore()
    {
        using var thread = new LastingThread("test");
        TimeSpan delay = TimeSpan.FromMilliseconds(30);
        var ran = new TaskCompletionSource<TimeSpan>();
        thread.Post(() => ran.SetException(new TimeoutException("an hour has passed")), TimeSpan.FromHours(1));
        long posted = Stopwatch.GetTimestamp();
        thread.Post(() => ran.SetResult(Stopwatch.GetElapsedTime(posted)), delay);
        Assert.True(await ran.Task.WaitAsync(TestEnd) >= delay);
    }

    [Fact(Timeout = Limit)]
    public async Task Post_WhileItWaitsForALaterOne_RunsAtOnce()
    {
        using var thread = new LastingThread("test");
        var done = new TaskCompletionSource();
        thread.Post(() => { }, TimeSpan.FromHours(1));
        thread.Post(done.SetResult);
        await done.Task.WaitAsync(TestEnd);
    }

    [Fact(Timeout = Limit)]
    public async Task Dispose_WhileOneRuns_WaitsForIt()
    {
        var thread = new LastingThread("test");
        var running = new TaskCompletionSource();
        using var goOn = new ManualResetEventSlim();
        bool finished = false;
        thread.Post(() =>
        {
            running.SetResult();
            goOn.Wait(TestEnd);
            finished = true;
        });
        await running.Task.WaitAsync(TestEnd);
        Task disposal = Task.Run(thread.Dispose, TestEnd);
        Assert.False(disposal.IsCompleted);
        goOn.Set();
        await disposal.WaitAsync(TestEnd);
        Assert.True(finished);
    }

    [Fact(Timeout = Limit)]
    public async Task Dispose_ByAnActionOfItsOwn_DoesNotWaitForItselfAndDropsTheRest()
    {
        var thread = new LastingThread("test");
        var disposed = new TaskCompletionSource();
        bool another = false;
        thread.Post(() =>
        {
            thread.Post(() => another = true);
            thread.Dispose();
            disposed.SetResult();
        });
        await disposed.Task.WaitAsync(TestEnd);
        await Task.Run(thread.Dispose, TestEnd).WaitAsync(TestEnd);
        thread.Post(() => another = true);
        Assert.False(another);
    }
}
