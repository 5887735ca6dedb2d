using Microsoft.Extensions.Time.Testing;
using static WestRpc.Testing.Tests.TestTasks;

namespace WestRpc.Testing.Tests;

/// <summary>The script, the virtual clock and the record; all else is shown by the contract suite, which the fake passes.</summary>
public sealed class FakeWorkManagerTests : IAsyncDisposable
{
    private readonly FakeWorkManager work = new();
    private readonly FakeWorkManager paused = new(new WorkManagerOptions { WorkerCount = 2 }) { RunsOnCommand = true };

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_Inline_HasRunAndKeptAllBytesWhenItReturns()
    {
        var options = new WorkOptions { Label = "first" };
        Task<int> task = TwiceTask.SubmitAsync(work, 21, options, TestEnd);
        Assert.True(task.IsCompletedSuccessfully);
        FakeSubmission submission = Assert.Single(work.Submissions);
        Assert.Equal("WestRpc.Testing.Tests.TestTasks.Twice", submission.TaskName);
        Assert.Same(options, submission.Options);
        Assert.Same(task, submission.Completion);
        Assert.Equal(21, Assert.IsType<TwiceTask>(submission.Call).Value);
        Assert.Equal([0x91, 21], submission.Arguments.ToArray());
        Assert.Equal([42], submission.Result.ToArray());
        Assert.Equal("WestRpc.Testing.Tests.TestTasks.Twice (first) 9115: 1 attempt, completed", submission.ToString());
        Assert.Equal(42, await task);
    }

    [Fact]
    public async Task Submit_AnObject_IsNotShared()
    {
        List<int> sent = [5];
        List<int> back = await AppendTask.SubmitAsync(work, sent, cancellationToken: TestEnd);
        Assert.Equal([5], sent);
        Assert.Equal([5, 1], back);
    }

    [Fact]
    public async Task Submit_LargeArguments_AreKeptAfterTheCallHasEnded()
    {
        List<int> sent = [.. Enumerable.Range(0, 100_000)];
        Assert.Equal(100_001, (await AppendTask.SubmitAsync(work, sent, cancellationToken: TestEnd)).Count);
        await AppendTask.SubmitAsync(work, [.. Enumerable.Repeat(7, 100_000)], cancellationToken: TestEnd);
        var reader = new MessagePack.MessagePackReader(work.Submissions[0].Arguments);
        Assert.Equal(1, reader.ReadArrayHeader());
        Assert.Equal(100_000, reader.ReadArrayHeader());
        for (int i = 0; i < 100_000; i++)
            Assert.Equal(i, reader.ReadInt32());
    }

    [Fact]
    public async Task Loses_SoManyTimes_AnotherAttemptSucceeds()
    {
        work.When<WhereAmITask>().Loses(times: 2);
        Assert.Equal(3, (await WhereAmITask.SubmitAsync(work, cancellationToken: TestEnd)).Attempt);
        Assert.Equal(3, work.Submissions[0].Attempts);
    }

    [Fact]
    public async Task Loses_EachAttempt_IsWorkerLostWithAllOfThem()
    {
        work.When<TwiceTask>(static t => t.Value == 3).Loses();
        WorkerLostException e = await Assert.ThrowsAsync<WorkerLostException>(
            () => TwiceTask.SubmitAsync(work, 3, new WorkOptions { MaxAttempts = 2 }, TestEnd));
        Assert.Equal([1, 2], e.Losses.Select(static l => l.Attempt));
        Assert.All(e.Losses, static l => Assert.Equal("lost, as the test wanted", l.Reason));
        Assert.Equal(8, await TwiceTask.SubmitAsync(work, 4, cancellationToken: TestEnd));
    }

    [Fact]
    public async Task Delays_LongerThanATimerTakes_EndWhenTheyAreDue()
    {
        work.When<TwiceTask>().Delays(TimeSpan.FromDays(100));
        Task<int> task = TwiceTask.SubmitAsync(work, 3, cancellationToken: TestEnd);
        work.Clock.Advance(TimeSpan.FromDays(99));
        Assert.False(task.IsCompleted);
        work.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(6, await task);
    }

    [Fact]
    public async Task TimeLimit_LongerThanATimerTakes_EndsACallThatHangs()
    {
        work.When<TwiceTask>().Delays(TimeSpan.MaxValue).Delays(TimeSpan.MaxValue);
        Task<int> task = TwiceTask.SubmitAsync(work, 3, new WorkOptions { TimeLimit = TimeSpan.FromDays(100) }, TestEnd);
        work.Advance(TimeSpan.FromDays(99));
        Assert.False(task.IsCompleted);
        work.Advance(TimeSpan.FromDays(2));
        await Assert.ThrowsAsync<WorkTimeoutException>(() => task);
    }

    [Fact]
    public void Advance_FurtherThanTheClockGoes_IsRefused()
    {
        work.Advance(TimeSpan.FromDays(365 * 70));
        Assert.Throws<ArgumentOutOfRangeException>(() => work.Advance(TimeSpan.FromDays(365 * 10)));
    }

    [Fact]
    public async Task Fails_ByScript_IsWhatARemoteFailureIs()
    {
        work.When<WorkEnvelope>().Fails(new InvalidDataException("no such file"));
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(() => TwiceTask.SubmitAsync(work, 1, cancellationToken: TestEnd));
        Assert.Equal("System.IO.InvalidDataException", e.RemoteType);
        Assert.Equal("no such file", e.RemoteMessage);
        Assert.Null(e.InnerException);
        Assert.EndsWith("1 attempt, failed with System.IO.InvalidDataException: no such file", work.Submissions[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fails_WithRetries_EachComesAfterItsExactDelay()
    {
        work.When<TwiceTask>().Fails(new IOException("disk full"), times: 2);
        var options = new WorkOptions { Retry = new RetryPolicy(typeof(IOException)) { Delay = TimeSpan.FromSeconds(10) } };
        Task<int> task = TwiceTask.SubmitAsync(work, 1, options, TestEnd);
        Assert.Equal([1, 1, 2, 2, 3], AttemptsAfter(0, 9, 1, 19, 1));
        Assert.True(task.IsCompletedSuccessfully);
    }

    [Fact]
    public void Delays_OfSeveral_EndInTheOrderOfTheClock()
    {
        work.When<TwiceTask>(static t => t.Value == 1).Delays(TimeSpan.FromMinutes(2));
        work.When<TwiceTask>(static t => t.Value == 2).Delays(TimeSpan.FromMinutes(1));
        var ended = new List<(int Result, double Minutes)>();
        foreach (int value in (int[])[1, 2])
            _ = RecordAsync(value);
        work.Advance(TimeSpan.FromHours(1));
        Assert.Equal([(4, 1), (2, 2)], ended);

        async Task RecordAsync(int value)
        {
            DateTimeOffset start = work.Clock.GetUtcNow();
            int result = await TwiceTask.SubmitAsync(work, value, cancellationToken: TestEnd);
            ended.Add((result, (work.Clock.GetUtcNow() - start).TotalMinutes));
        }
    }

    [Fact]
    public async Task Delays_ChainOfCalls_EachBeginsWhenTheOneBeforeEnds()
    {
        work.When<TwiceTask>().Delays(TimeSpan.FromMinutes(10));
        Task<int> chain = ChainAsync();
        work.Clock.Advance(TimeSpan.FromMinutes(30)); // The clock by itself does as well.
        Assert.True(chain.IsCompleted);
        Assert.Equal(8, await chain);

        async Task<int> ChainAsync()
        {
            int value = 1;
            for (int i = 0; i < 3; i++)
                value = await TwiceTask.SubmitAsync(work, value, cancellationToken: TestEnd);
            return value;
        }
    }

    [Fact]
    public async Task Delays_BeyondTheTimeLimit_IsTimeout()
    {
        work.When<TwiceTask>().Delays(TimeSpan.FromMinutes(2));
        Task<int> task = TwiceTask.SubmitAsync(work, 1, new WorkOptions { TimeLimit = TimeSpan.FromMinutes(1) }, TestEnd);
        work.Advance(TimeSpan.FromSeconds(59));
        Assert.False(task.IsCompleted);
        work.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<WorkTimeoutException>(() => task);
    }

    [Fact]
    public async Task Delays_AndLoses_AreCombined()
    {
        work.When<WhereAmITask>().Delays(TimeSpan.FromMinutes(1)).Loses(times: 1);
        Task<(int Attempt, int)> task = WhereAmITask.SubmitAsync(work, cancellationToken: TestEnd);
        work.Advance(TimeSpan.FromSeconds(119));
        Assert.False(task.IsCompleted);
        work.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, (await task).Attempt);
    }

    [Fact]
    public async Task Repeats_ByScript_RunsTwiceAndReturnsOnce()
    {
        work.When<CountTask>().Repeats();
        int before = Calls;
        Assert.Equal(before + 2, await CountTask.SubmitAsync(work, cancellationToken: TestEnd));
        Assert.Equal(before + 2, Calls);
        Assert.Equal(1, work.Submissions[0].Attempts);
    }

    [Fact]
    public async Task When_PredicateThrows_FailsTheCall()
    {
        work.When<TwiceTask>(static _ => throw new NotSupportedException("a bug of the test")).Loses();
        WorkTaskException e = await Assert.ThrowsAsync<WorkTaskException>(() => TwiceTask.SubmitAsync(work, 1, cancellationToken: TestEnd));
        Assert.Equal("A condition that was given to FakeWorkManager.When threw: a bug of the test", e.RemoteMessage);
    }

    [Fact]
    public void RunNext_SeveralWait_TakesThemByPriorityAndItsSubmitterHasGoneOn()
    {
        var results = new List<int>();
        foreach (int value in (int[])[1, 2, 3])
            _ = RecordAsync(value);
        Assert.Empty(results);
        Assert.Equal("3", paused.RunNext()!.Label);
        Assert.Equal([6], results);
        Assert.Equal(2, paused.RunAll());
        Assert.Equal([6, 2, 4], results);
        Assert.Null(paused.RunNext());

        async Task RecordAsync(int value) => results.Add(await TwiceTask.SubmitAsync(
            paused, value, new WorkOptions { Label = $"{value}", Priority = value == 3 ? 1 : 0 }, TestEnd));
    }

    [Fact]
    public async Task RunNext_AllWorkersBusy_IsNull()
    {
        using var source = new CancellationTokenSource();
        Task[] tasks = [.. Enumerable.Range(0, 3).Select(_ => WaitTask.SubmitAsync(paused, cancellationToken: source.Token))];
        Assert.Equal(2, paused.RunAll());
        Assert.Null(paused.RunNext());
        Assert.All(tasks, static t => Assert.False(t.IsCompleted));
        await source.CancelAsync();
        foreach (Task task in tasks)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal([1, 1, 0], paused.Submissions.Select(static s => s.Attempts));
    }

    [Fact]
    public async Task Clock_Shared_TurnsWithThatOfTheCodeUnderTest()
    {
        var clock = new FakeTimeProvider();
        await using var other = new FakeWorkManager(clock: clock);
        other.When<TwiceTask>().Delays(TimeSpan.FromSeconds(5));
        Task<int> task = TwiceTask.SubmitAsync(other, 1, cancellationToken: TestEnd);
        Task timer = Task.Delay(TimeSpan.FromSeconds(5), clock, TestEnd);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(task.IsCompleted);
        await timer;
    }

    [Fact]
    public async Task Dispose_WhileCallsWaitAndRun_StopsThem()
    {
        Task<int> running = WaitTask.SubmitAsync(paused, cancellationToken: TestEnd);
        Assert.NotNull(paused.RunNext());
        Task<int> waiting = TwiceTask.SubmitAsync(paused, 1, cancellationToken: TestEnd);
        await paused.DisposeAsync();
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => running);
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => waiting);
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => TwiceTask.SubmitAsync(paused, 1, cancellationToken: TestEnd));
        Assert.Equal(["Wait", "Twice", "Twice"], paused.Submissions.Select(static s => s.TaskName.Split('.')[^1].Replace("Async", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Advance_WhatFallsDueAdvancesFurther_GoesOnFromThere()
    {
        work.When<TwiceTask>().Delays(TimeSpan.FromMinutes(1));
        DateTimeOffset start = work.Clock.GetUtcNow();
        _ = AdvanceFurtherAsync();
        work.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromMinutes(61), work.Clock.GetUtcNow() - start);

        async Task AdvanceFurtherAsync()
        {
            await TwiceTask.SubmitAsync(work, 1, cancellationToken: TestEnd);
            work.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Advance_AfterDispose_MovesTheClockAlone()
    {
        work.When<TwiceTask>().Delays(TimeSpan.FromMinutes(1));
        Task<int> task = TwiceTask.SubmitAsync(work, 1, new WorkOptions { TimeLimit = TimeSpan.FromMinutes(2) }, TestEnd);
        await work.DisposeAsync();
        await Assert.ThrowsAsync<WorkManagerStoppedException>(() => task);
        DateTimeOffset start = work.Clock.GetUtcNow();
        work.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TimeSpan.FromHours(1), work.Clock.GetUtcNow() - start);
    }

    [Fact]
    public void SubmitMany_OneIsNullOrTheSourceThrows_SubmitsNothing()
    {
        Assert.Throws<ArgumentNullException>(() => work.SubmitManyAsync([new TwiceTask(1), null!], cancellationToken: TestEnd));
        Assert.Throws<InvalidDataException>(() => work.SubmitManyAsync(Source(), cancellationToken: TestEnd));
        Assert.Empty(work.Submissions);

        static IEnumerable<WorkTask<int>> Source()
        {
            yield return new TwiceTask(1);
            throw new InvalidDataException("the source is broken");
        }
    }

    [Fact]
    public void Workers_None_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => new FakeWorkManager(new WorkManagerOptions { WorkerCount = 0 }));

    public async ValueTask DisposeAsync()
    {
        await work.DisposeAsync();
        await paused.DisposeAsync();
    }

    /// <summary>How many attempts there have been after each step of so many seconds.</summary>
    private List<int> AttemptsAfter(params int[] steps) =>
    [
        .. steps.Select(seconds =>
        {
            work.Advance(TimeSpan.FromSeconds(seconds));
            return work.Submissions[0].Attempts;
        }),
    ];
}
