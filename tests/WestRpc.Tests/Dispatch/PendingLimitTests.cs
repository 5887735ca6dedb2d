using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>The bound on what is submitted and not done.</summary>
public sealed class PendingLimitTests
{
    private const int Limit = 60_000;

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task TryEnter_Unbounded_ThereIsAlwaysRoom()
    {
        var limit = new PendingLimit(0);
        for (int i = 0; i < 1_000; i++)
            Assert.True(limit.TryEnter());
        await limit.WaitAsync(TestEnd);
    }

    [Fact(Timeout = Limit)]
    public async Task Leave_Full_ThereIsRoomForOneMore()
    {
        var limit = new PendingLimit(2);
        Assert.True(limit.TryEnter());
        await limit.WaitAsync(TestEnd);
        Assert.True(limit.TryEnter());
        Assert.False(limit.TryEnter());
        Assert.False(limit.TryEnter());
        Task waiting = limit.WaitAsync(TestEnd);
        Task another = limit.WaitAsync(TestEnd);
        Assert.False(waiting.IsCompleted);
        limit.Leave();
        await Task.WhenAll(waiting, another);
        Assert.True(limit.TryEnter());
        Assert.False(limit.TryEnter());
    }

    [Fact(Timeout = Limit)]
    public async Task WaitAsync_Canceled_Ends()
    {
        var limit = new PendingLimit(1);
        limit.TryEnter();
        using var source = new CancellationTokenSource();
        Task waiting = limit.WaitAsync(source.Token);
        Task other = limit.WaitAsync(TestEnd);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(other.IsCompleted);
        limit.Leave();
        await other;
    }

    [Theory(Timeout = Limit)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task WaitAsync_ManyAtOnce_NobodyIsForgottenAndTheBoundHolds(int most)
    {
        var limit = new PendingLimit(most);
        int inside = 0;
        int seen = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                for (int i = 0; i < 3_000; i++)
                {
                    while (!limit.TryEnter())
                        await limit.WaitAsync(TestEnd);
                    int now = Interlocked.Increment(ref inside);
                    InterlockedMax(ref seen, now);
                    if (i % 4 == 0)
                        await Task.Yield();
                    Interlocked.Decrement(ref inside);
                    limit.Leave();
                }
            },
            TestEnd)));
        Assert.InRange(seen, 1, most);
        for (int i = 0; i < most; i++)
            Assert.True(limit.TryEnter());
        Assert.False(limit.TryEnter());

        static void InterlockedMax(ref int most, int value)
        {
            int known = Volatile.Read(ref most);
            while (value > known)
            {
                int before = Interlocked.CompareExchange(ref most, value, known);
                if (before == known)
                    return;
                known = before;
            }
        }
    }
}
