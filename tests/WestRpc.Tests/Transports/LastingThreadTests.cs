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
    public async Task Post_WithDelays_RunWhenTheyAreDue()
    {
        using var thread = new LastingThread("test");
        var ran = new List<string>();
        var done = new TaskCompletionSource();
        thread.Post(() =>
        {
            // From inside, so that nothing runs before all are posted.
            thread.Post(
                () =>
                {
                    ran.Add("last");
                    done.SetResult();
                },
                TimeSpan.FromMilliseconds(60));
            thread.Post(() => ran.Add("middle"), TimeSpan.FromMilliseconds(20));
            thread.Post(() => ran.Add("never"), TimeSpan.FromHours(1));
            thread.Post(() => ran.Add("first"));
        });
        await done.Task.WaitAsync(TestEnd);
        Assert.Equal(["first", "middle", "last"], ran);
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
    public async Task Dispose_WhileOneRuns_WaitsForItAndDropsTheRest()
    {
        var thread = new LastingThread("test");
        var running = new TaskCompletionSource();
        using var goOn = new ManualResetEventSlim();
        bool finished = false;
        bool another = false;
        thread.Post(() =>
        {
            running.SetResult();
            goOn.Wait(TestEnd);
            finished = true;
        });
        thread.Post(() => another = true);
        await running.Task.WaitAsync(TestEnd);
        Task disposal = Task.Run(thread.Dispose, TestEnd);
        thread.Post(() => another = true);
        Assert.False(disposal.IsCompleted);
        goOn.Set();
        await disposal.WaitAsync(TestEnd);
        Assert.True(finished);

        // The second action was posted before the end, so it may have run only if the thread took it first.
        bool after = another;
        thread.Post(() => another = !after);
        Assert.Equal(after, another);
    }

    [Fact(Timeout = Limit)]
    public async Task Dispose_ByAnActionOfItsOwn_DoesNotWaitForItself()
    {
        var thread = new LastingThread("test");
        var done = new TaskCompletionSource();
        thread.Post(() =>
        {
            thread.Dispose();
            done.SetResult();
        });
        await done.Task.WaitAsync(TestEnd);
    }
}
