using Microsoft.Extensions.Logging.Abstractions;
using WestRpc.Dispatch;
using WestRpc.Transports;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>The driver around the core, and what comes out of channels.</summary>
public sealed class DispatcherTests
{
    private const int Limit = 30_000;

    private static readonly WorkTaskDescriptor Work = FakeCall.DescriptorOf("Work");

    private readonly Dispatcher dispatcher = new(new WorkManagerOptions(), NullLogger.Instance);

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task Submit_FromManyThreads_EachCompletes()
    {
        for (int i = 0; i < 3; i++)
            JoinEcho(i);
        Task[] submitters =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(
                async () =>
                {
                    Task[] tasks = [.. Enumerable.Range(0, 2_000).Select(_ => Submit())];
                    await Task.WhenAll(tasks);
                },
                TestEnd)),
        ];
        await Task.WhenAll(submitters).WaitAsync(TestEnd);
    }

    [Fact(Timeout = Limit)]
    public async Task Submit_WorkerAnswersInsideFlush_DoesNotRecurse()
    {
        IChannelReceiver? receiver = null;
        receiver = dispatcher.Joined(new FakeChannel(0, sharesMemory: true)
        {
            Flushed = frames =>
            {
                foreach (Frame frame in frames)
                    receiver!.Received(new Frame(new FrameHeader(0, FrameKind.Result, Lease: frame.Header.Lease), default));
                receiver!.BatchEnded();
            },
        });
        await Task.WhenAll(Enumerable.Range(0, 20_000).Select(_ => Submit())).WaitAsync(TestEnd);
    }

    [Fact(Timeout = Limit)]
    public async Task Completion_WhatIsAwaitedBlocksForTheNext_TheNextCompletes()
    {
        const int Count = 200;
        var channel = new FakeChannel(0, sharesMemory: true);
        IChannelReceiver receiver = dispatcher.Joined(channel);
        Task[] tasks = [.. Enumerable.Range(0, Count).Select(_ => Submit())];
        Task[] waiting =
        [
            .. tasks.SkipLast(1).Select((task, i) => task.ContinueWith(
                _ => Assert.True(tasks[i + 1].Wait(Limit, TestEnd)), TestEnd, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)),
        ];
        for (int done = 0; done < Count;)
        {
            int given = channel.Sent.Count;
            for (; done < given; done++)
                receiver.Received(new Frame(new FrameHeader(0, FrameKind.Result, Lease: channel.Sent[done].Header.Lease), default));
            receiver.BatchEnded();
        }

        await Task.WhenAll(waiting).WaitAsync(TestEnd);
    }

    [Fact(Timeout = Limit)]
    public async Task Cancel_TokenFiredBeforeSubmission_TaskIsCanceledWithIt()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var item = new VoidWorkItem(new FakeCall(Work), null, source.Token);
        item.WatchCancellation(dispatcher);
        dispatcher.Submit(item);
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => item.Task.WaitAsync(TestEnd));
        Assert.Equal(source.Token, e.CancellationToken);
    }

    [Fact(Timeout = Limit)]
    public async Task Failed_NoWorkers_PendingAndLaterTasksSayWhy()
    {
        Task before = Submit();
        dispatcher.Failed(new InvalidOperationException("no program"));
        Assert.Contains("no program", (await Assert.ThrowsAsync<WorkerStartException>(() => before)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<WorkerStartException>(Submit);
    }

    [Fact]
    public void Received_BeforeTheGreeting_IsWireException()
    {
        IChannelReceiver receiver = dispatcher.Joined(new FakeChannel(0));
        Assert.Throws<WireException>(() => receiver.Received(new Frame(FrameKind.Result)));
    }

    [Theory]
    [InlineData((int)FrameKind.Hello)]
    [InlineData((int)FrameKind.Assign)]
    [InlineData(0)]
    [InlineData(255)]
    public void Received_NotForTheMaster_IsWireException(int kind)
    {
        IChannelReceiver receiver = Greet(new FakeChannel(0));
        Assert.Throws<WireException>(() => receiver.Received(new Frame((FrameKind)kind)));
    }

    [Fact]
    public void Received_Greeting_IsWelcomedAndGetsWork()
    {
        var channel = new FakeChannel(0);
        Greet(channel);
        Assert.True(channel.IsAccepted);
        _ = Submit();
        Assert.Equal([FrameKind.Welcome, FrameKind.Assign], channel.Sent.Select(static f => f.Kind));
    }

    [Fact]
    public void Received_RefusedGreeting_GetsNoWork()
    {
        var channel = new FakeChannel(0);
        IChannelReceiver receiver = dispatcher.Joined(channel);
        HelloMessage hello = HelloMessage.Of(channel.Worker, WorkTaskRegistry.Snapshot()) with { Build = "other" };
        receiver.Received(new Frame(FrameKind.Hello, hello.Write()));
        receiver.BatchEnded();
        _ = Submit();
        Assert.False(channel.IsAccepted);
        Assert.Equal([FrameKind.Refuse], channel.Sent.Select(static f => f.Kind));
    }

    [Fact(Timeout = Limit)]
    public async Task Closed_WithFramesNotYetReported_CountsThemFirst()
    {
        var channel = new FakeChannel(0, sharesMemory: true);
        IChannelReceiver receiver = dispatcher.Joined(channel);
        Task done = Submit();
        receiver.Received(new Frame(new FrameHeader(0, FrameKind.Result, Lease: channel.Sent[0].Header.Lease), default));
        receiver.Closed(new WorkerEnd("exit code 0"));
        await done.WaitAsync(TestEnd);
    }

    private Task Submit()
    {
        var item = new VoidWorkItem(new FakeCall(Work), null, CancellationToken.None);
        dispatcher.Submit(item);
        return item.Task;
    }

    private IChannelReceiver Greet(FakeChannel channel)
    {
        IChannelReceiver receiver = dispatcher.Joined(channel);
        receiver.Received(new Frame(FrameKind.Hello, HelloMessage.Of(channel.Worker, WorkTaskRegistry.Snapshot()).Write()));
        receiver.BatchEnded();
        return receiver;
    }

    /// <summary>A worker that answers from the pool, a batch at a time.</summary>
    private void JoinEcho(int index)
    {
        IChannelReceiver? receiver = null;
        var gate = new Lock();
        receiver = dispatcher.Joined(new FakeChannel(index, sharesMemory: true)
        {
            Flushed = frames => ThreadPool.QueueUserWorkItem(_ =>
            {
                lock (gate)
                {
                    foreach (Frame frame in frames)
                        receiver!.Received(new Frame(new FrameHeader(0, FrameKind.Result, Lease: frame.Header.Lease), default));
                    receiver!.BatchEnded();
                }
            }),
        });
    }
}
