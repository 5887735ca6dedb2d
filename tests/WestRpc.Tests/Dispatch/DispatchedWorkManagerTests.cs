using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>From a submission to the frames that go out, and back.</summary>
public sealed class DispatchedWorkManagerTests : IAsyncDisposable
{
    private const int Limit = 30_000;

    private readonly FakeTransport transport = new();
    private readonly FakeChannel channel = new(0);
    private readonly DispatchedWorkManager work;

    public DispatchedWorkManagerTests()
    {
        work = new DispatchedWorkManager(
            "fake", transport, sharesMemory: false, new WorkManagerOptions { MaxMessageBytes = 4_096 }, NullLogger.Instance);
        work.Start();
    }

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_ArgumentsOverTheLimit_FailsWithoutGoingOut()
    {
        Join();
        await Assert.ThrowsAsync<WorkSerializationException>(
            () => TestTasks.EchoNumbersTask.SubmitAsync(work, new double[1_000], cancellationToken: TestEnd));
        Assert.DoesNotContain(channel.Sent, static f => f.Kind == FrameKind.Assign);
    }

    [Fact(Timeout = Limit)]
    public async Task SubmitManyAsync_OneThatCannotBeSent_FailsAtItsPlaceOnly()
    {
        IChannelReceiver worker = Join();
        Task<double[]>[] tasks = work.SubmitManyAsync(
            new[] { 1, 1_000, 2 }.Select(static n => new TestTasks.EchoNumbersTask(new double[n])), cancellationToken: TestEnd);
        Answer(worker);
        Answer(worker);
        Assert.Single(await tasks[0].WaitAsync(TestEnd));
        await Assert.ThrowsAsync<WorkSerializationException>(() => tasks[1]);
        Assert.Equal(2, (await tasks[2].WaitAsync(TestEnd)).Length);
    }

    [Fact(Timeout = Limit)]
    public async Task SubmitAsync_ArgumentChangedAfterwards_IsSentAsItWas()
    {
        double[] values = [1, 2, 3];
        Task<double[]> task = TestTasks.EchoNumbersTask.SubmitAsync(work, values, cancellationToken: TestEnd);
        values[0] = 100;
        Answer(Join());
        double[] back = await task.WaitAsync(TestEnd);
        Assert.Equal([1, 2, 3], back);
    }

    [Fact]
    public void SubmitManyAsync_NullAmongThem_IsArgumentNullException() =>
        Assert.Throws<ArgumentNullException>(
            () => work.SubmitManyAsync(new WorkTask<double>[] { new TestTasks.PropagateTask(1, 1), null! }, cancellationToken: TestEnd));

    [Fact(Timeout = Limit)]
    public async Task DisposeAsync_Twice_StopsOnce()
    {
        Join();
        Task<double> task = TestTasks.PropagateTask.SubmitAsync(work, 1, 1, cancellationToken: TestEnd);
        await work.DisposeAsync();
        await work.DisposeAsync();
        Assert.True(transport.IsDisposed);
        Assert.Single(channel.Sent, static f => f.Kind == FrameKind.Stop);
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => task);
    }

    [Fact(Timeout = Limit)]
    public async Task Interrupt_WithAToken_PendingTasksAreCanceledWithIt()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        Task<double> task = TestTasks.PropagateTask.SubmitAsync(work, 1, 1, cancellationToken: TestEnd);
        work.Interrupt(source.Token);
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal(source.Token, e.CancellationToken);
    }

    public ValueTask DisposeAsync() => work.DisposeAsync();

    private IChannelReceiver Join()
    {
        IChannelReceiver worker = transport.Listener!.Joined(channel);
        worker.Received(new Frame(FrameKind.Hello, HelloMessage.Of(channel.Worker, WorkTaskRegistry.Snapshot()).Write()));
        worker.BatchEnded();
        return worker;
    }

    /// <summary>Sends back the one argument of the call that was assigned last.</summary>
    private void Answer(IChannelReceiver worker)
    {
        Frame assigned = channel.Sent.Last(static f => f.Kind == FrameKind.Assign);
        worker.Received(new Frame(
            new FrameHeader(0, FrameKind.Result, Lease: assigned.Header.Lease, Nanoseconds: 1), assigned.Body[1..]));
        worker.BatchEnded();
    }
}
