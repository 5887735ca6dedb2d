using MessagePack;
using WestRpc.Transports.Serial;
using WestRpc.Wire;

namespace WestRpc.Tests.Transports;

/// <summary>What the work manager without a dispatcher does of its own: retries, time limits, drain.</summary>
public sealed class SerialWorkManagerTests : IAsyncDisposable
{
    private const int Limit = 30_000;

    private static readonly WorkOptions Retrying = new()
    {
        Retry = new RetryPolicy(typeof(IOException)) { MaxRetries = 2, Delay = TimeSpan.Zero },
    };

    private static readonly WorkOptions RetryingSlowly = new()
    {
        Retry = new RetryPolicy(typeof(IOException)) { Delay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1) },
    };

    private readonly SerialWorkManager work = new(new WorkManagerOptions());
    private readonly List<int> attempts = [];
    private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_ThrowsTwice_IsDoneAtTheThirdAttempt()
    {
        await work.SubmitAsync(FailUntil(3, static () => new FileNotFoundException()), Retrying, TestEnd);
        Assert.Equal([1, 2, 3], attempts);
    }

    [Fact]
    public void SubmitAsync_WhatTakesNoContext_AllocatesTheEnvelopeAndTheTask()
    {
        const int Count = 1_000;
        Run(Count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Count; i++)
            Make(i);
        long least = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        Run(Count);
        Assert.Equal(least, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int count)
        {
            for (int i = 0; i < count; i++)
                Assert.True(work.SubmitAsync(new TestTasks.PropagateTask(i, 2)).IsCompletedSuccessfully);
        }

        static void Make(int i)
        {
            GC.KeepAlive(new TestTasks.PropagateTask(i, 2));
            GC.KeepAlive(Task.FromResult(i * 2.5));
        }
    }

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_ThrowsMoreOftenThanItMay_FailsWithTheLast()
    {
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => work.SubmitAsync(FailUntil(99, static () => new IOException()), Retrying, TestEnd));
        Assert.IsType<IOException>(e.InnerException);
        Assert.Equal([1, 2, 3], attempts);
    }

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_AnotherException_IsNotRetried()
    {
        await Assert.ThrowsAsync<WorkTaskException>(
            () => work.SubmitAsync(FailUntil(2, static () => new InvalidOperationException()), Retrying, TestEnd));
        Assert.Equal([1], attempts);
    }

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_OverItsLimit_TokenFiresAndItIsTimedOut()
    {
        var options = new WorkOptions { TimeLimit = TimeSpan.FromMilliseconds(30), Label = "segment 3" };
        WorkTimeoutException e = await Assert.ThrowsAsync<WorkTimeoutException>(
            () => work.SubmitAsync(new SerialCall(static c => UntilCanceled(c)), options, TestEnd));
        Assert.Equal(TimeSpan.FromMilliseconds(30), e.Limit);
        Assert.Equal("segment 3", e.Label);
        Assert.Contains("segment 3", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_OverItsLimitAndIgnoresItsToken_FailsWhenItReturns()
    {
        var options = new WorkOptions { TimeLimit = TimeSpan.FromMilliseconds(1) };
        await Assert.ThrowsAsync<WorkTimeoutException>(() => work.SubmitAsync(
            new SerialCall(static async c =>
            {
                await UntilCanceled(c).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }),
            options, TestEnd));
    }

    [Theory(Timeout = Limit)]
    [InlineData(typeof(WorkTimeoutException), 3)]
    [InlineData(typeof(Exception), 1)]
    [InlineData(typeof(WorkException), 1)]
    public async Task SubmitAsync_OverItsLimit_IsRetriedOnlyWhereThatIsNamed(Type on, int expected)
    {
        var options = new WorkOptions
        {
            TimeLimit = TimeSpan.FromMilliseconds(10),
            Retry = new RetryPolicy(on) { Delay = TimeSpan.Zero },
        };
        await Assert.ThrowsAsync<WorkTimeoutException>(() => work.SubmitAsync(
            new SerialCall(c =>
            {
                attempts.Add(c.Attempt);
                return UntilCanceled(c);
            }),
            options, TestEnd));
        Assert.Equal(expected, attempts.Count);
    }

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_ThrowsATimeoutOfItsOwn_IsATaskException()
    {
        var inner = new WorkTimeoutException("Other", null, new WorkerIdentity(0, "host", 1), 1);
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(
            () => work.SubmitAsync(FailUntil(2, () => inner), cancellationToken: TestEnd));
        Assert.Same(inner, e.InnerException);
    }

    [Fact(Timeout = Limit)]
    public async Task DisposeAsync_WhileARetryWaits_EndsItWithoutRunningItAgain()
    {
        Task call = Task.Run(() => work.SubmitAsync(FailUntil(2, FailAndSay), RetryingSlowly), TestEnd);
        await UntilARetryWaitsAsync();
        await work.DisposeAsync();
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => call);
        Assert.Equal([1], attempts);
    }

    [Fact(Timeout = Limit)]
    public async Task Interrupt_WhileARetryWaits_CancelsItWithThatToken()
    {
        using var reason = new CancellationTokenSource();
        await reason.CancelAsync();
        Task call = Task.Run(() => work.SubmitAsync(FailUntil(2, FailAndSay), RetryingSlowly), TestEnd);
        await UntilARetryWaitsAsync();
        work.Interrupt(reason.Token);
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(reason.Token, e.CancellationToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Cancel_WhileARetryWaits_EndsIt()
    {
        using var source = new CancellationTokenSource();
        Task call = Task.Run(() => work.SubmitAsync(FailUntil(2, FailAndSay), RetryingSlowly, source.Token), TestEnd);
        await UntilARetryWaitsAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal([1], attempts);
    }

    [Fact(Timeout = Limit)]
    public async Task DrainAsync_NothingRuns_RefusesWhatComes()
    {
        await work.DrainAsync();
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => work.SubmitAsync(FailUntil(1, null!), cancellationToken: TestEnd));
        Assert.Empty(attempts);
    }

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_NeedsWhatIsNotOffered_IsRefused()
    {
        await Assert.ThrowsAsync<WorkResourceException>(() => work.SubmitAsync(
            FailUntil(1, null!), new WorkOptions { Resources = new Dictionary<string, int> { ["gpu"] = 1 } }, TestEnd));
        await using var rich = new SerialWorkManager(new WorkManagerOptions
        {
            WorkerCount = 7, Resources = new Dictionary<string, int> { ["gpu"] = 2 },
        });
        IReadOnlyList<int>? got = null;
        await rich.SubmitAsync(
            new SerialCall(c =>
            {
                got = c.Resources["gpu"];
                return Task.CompletedTask;
            }),
            new WorkOptions { Resources = new Dictionary<string, int> { ["gpu"] = 2 } }, TestEnd);
        Assert.Equal([0, 1], got);
    }

    public ValueTask DisposeAsync() => work.DisposeAsync();

    /// <summary>It gives up its turn only while it waits: then another call gets through.</summary>
    private async Task UntilARetryWaitsAsync()
    {
        await failed.Task;
        await Task.Run(() => work.SubmitAsync(new SerialCall(static _ => Task.CompletedTask), cancellationToken: TestEnd), TestEnd);
    }

    private IOException FailAndSay()
    {
        failed.TrySetResult();
        return new IOException();
    }

    private SerialCall FailUntil(int attempt, Func<Exception> exception) => new(c =>
    {
        attempts.Add(c.Attempt);
        return c.Attempt < attempt ? throw exception() : Task.CompletedTask;
    });

    private static Task UntilCanceled(WorkContext context) => Task.Delay(Timeout.Infinite, context.CancellationToken);

    private sealed class SerialCall(Func<WorkContext, Task> run) : WorkTask
    {
        public override WorkTaskDescriptor Descriptor { get; } =
            new(typeof(SerialCall), "Call", "Call() -> void", "hash", usesContext: true, (ref _, _) => null!);

        public override void WriteArguments(ref MessagePackWriter writer, WireContext context) => writer.WriteArrayHeader(0);

        public override async ValueTask InvokeAsync(WorkContext context) => await run(context);
    }
}
