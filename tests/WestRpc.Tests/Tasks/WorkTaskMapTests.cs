using WestRpc.Tests.Dispatch;

namespace WestRpc.Tests.Tasks;

/// <summary>Bounded submission over a work manager whose calls end when the test says so.</summary>
public sealed class WorkTaskMapTests
{
    private const int Limit = 30_000;

    private readonly FakeWorkManager work = new();

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task MapAsync_CallsEndInAnyOrder_ComeInThatOrder()
    {
        await using IAsyncEnumerator<Completion<FakeCall>> loop = Map(FakeWorkManager.Source(4), 2);
        Task<bool> next = loop.MoveNextAsync().AsTask();
        Assert.Equal(2, work.Submitted);
        work.End(1);
        Assert.True(await next);
        Assert.Equal(1, loop.Current.Index);
        next = loop.MoveNextAsync().AsTask();
        Assert.Equal(3, work.Submitted);
        work.Fail(0, new TimeoutException());
        Assert.True(await next);
        Assert.Equal(0, loop.Current.Index);
        Assert.IsType<TimeoutException>(loop.Current.Exception);
        next = loop.MoveNextAsync().AsTask();
        Assert.Equal(4, work.Submitted);
        work.End(2);
        work.End(3);
        Assert.True(await next);
        Assert.True(await loop.MoveNextAsync());
        Assert.False(await loop.MoveNextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task MapAsync_SourceThrows_PendingCallsAreCanceledAndItComesOut()
    {
        static IEnumerable<FakeCall> Broken()
        {
            foreach (FakeCall call in FakeWorkManager.Source(3))
                yield return call;
            throw new TimeoutException("the source");
        }

        await using IAsyncEnumerator<Completion<FakeCall>> loop = Map(Broken(), 10);
        TimeoutException e = await Assert.ThrowsAsync<TimeoutException>(async () => await loop.MoveNextAsync());
        Assert.Equal("the source", e.Message);
        Assert.Equal(3, work.Submitted);
        Assert.All(work.Calls, static c => Assert.True(c.IsCanceled));
    }

    [Fact(Timeout = Limit)]
    public async Task MapAsync_LoopIsLeft_PendingCallsAreCanceled()
    {
        await using (IAsyncEnumerator<Completion<FakeCall>> loop = Map(FakeWorkManager.Source(100), 3))
        {
            Task<bool> first = loop.MoveNextAsync().AsTask();
            work.End(0);
            Assert.True(await first);
        }

        Assert.Equal([false, true, true], work.Calls.Select(static c => c.IsCanceled));
    }

    [Fact(Timeout = Limit)]
    public async Task MapAsync_Canceled_EndsTheLoopAndThePendingCalls()
    {
        using var source = new CancellationTokenSource();
        await using IAsyncEnumerator<Completion<FakeCall>> loop = Map(FakeWorkManager.Source(3), 3, source.Token);
        Task<bool> first = loop.MoveNextAsync().AsTask();
        await source.CancelAsync();

        // Either the loop hears of it first, or a canceled call does.
        try
        {
            while (await first)
            {
                Assert.IsType<TaskCanceledException>(loop.Current.Exception);
                first = loop.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException)
        {
        }

        Assert.All(work.Calls, static c => Assert.True(c.IsCanceled));
    }

    [Fact(Timeout = Limit)]
    public async Task MapAsync_CallThatCannotBeSubmitted_IsAFailedCall()
    {
        work.Refusal = new WorkSerializationException("can't be sent");
        await using IAsyncEnumerator<Completion<FakeCall>> loop = Map(FakeWorkManager.Source(1), 3);
        Assert.True(await loop.MoveNextAsync());
        Assert.Same(work.Refusal, loop.Current.Exception);
        Assert.Throws<WorkSerializationException>(loop.Current.ThrowIfFailed);
        Assert.False(await loop.MoveNextAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task MapAsync_WorkManagerFull_WaitsForRoomAndLosesNoCall()
    {
        work.Room = 2;
        await using IAsyncEnumerator<Completion<FakeCall>> loop = Map(FakeWorkManager.Source(3), 3);
        Task<bool> next = loop.MoveNextAsync().AsTask();
        Assert.Equal(3, work.Submitted);
        for (int i = 2; i >= 0; i--)
        {
            work.End(i);
            Assert.True(await next);
            Assert.Equal(i, loop.Current.Index);
            Assert.True(loop.Current.IsSuccess);
            next = loop.MoveNextAsync().AsTask();
        }

        Assert.False(await next);
    }

    private IAsyncEnumerator<Completion<FakeCall>> Map(
        IEnumerable<FakeCall> source, int maxPending, CancellationToken? cancellation = null) =>
        WorkTaskMap.MapAsync(work, source, maxPending, cancellationToken: cancellation ?? TestEnd).GetAsyncEnumerator(TestEnd);
}
