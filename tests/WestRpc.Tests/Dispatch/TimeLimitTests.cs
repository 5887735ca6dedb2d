using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>Calls and workers that run over their time.</summary>
public sealed class TimeLimitTests
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000_000_000;

    private static readonly WorkOptions Limited = new() { TimeLimit = TimeSpan.FromSeconds(10) };
    private static readonly WorkOptions LimitedAgain = Limited with
    {
        Retry = new RetryPolicy(typeof(WorkTimeoutException)) { MaxRetries = 1, Delay = TimeSpan.FromSeconds(1) },
    };

    private readonly CoreHarness core = new(new DispatchSettings { Grace = 5 * Second });

    [Fact]
    public void Pass_NotYetBegun_TheLimitDoesNotRun()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Limited);
        Assert.True(core.Reports("a"));
        Assert.Empty(core.Pass(1_000));
        core.Begin("a");
        Assert.Empty(core.Pass(9.999));
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], core.Pass(0.001));
        Assert.Equal(10 * Second, ((TimedOut)core.OutcomeOf("a").Object!).Limit);
        Assert.Equal(0, ((TimedOut)core.OutcomeOf("a").Object!).Worker.Index);
    }

    [Fact]
    public void Begin_SomeTimeAgo_IsCountedFromThere()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Limited);
        core.Begin("a", ago: 4 * Second);
        Assert.Empty(core.Pass(5.999));
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], core.Pass(0.001));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Begin_InTheFuture_CountsFromNow(long ago)
    {
        core.JoinReady("w0");
        core.Submit("a", options: Limited);
        core.Begin("a", ago);
        Assert.Empty(core.Pass(9.999));
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], core.Pass(0.001));
    }

    [Fact]
    public void Begin_Twice_TheFirstCounts()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Limited);
        core.Begin("a");
        core.Pass(9);
        core.Begin("a");
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], core.Pass(1));
    }

    [Fact]
    public void Begin_AfterItWasKept_TheLimitRuns()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c"], Limited);
        core.End("x", nanoseconds: 6 * Millisecond);
        core.JoinReady("w1");
        Assert.Equal(["c: Result", "w0 < Recall b"], core.End("c", nanoseconds: 6 * Millisecond));
        core.End("a", nanoseconds: 6 * Millisecond);
        core.End("b", FrameKind.Kept);
        core.Begin("b");
        Assert.Contains("b: TimedOut", core.Pass(10));
    }

    [Fact]
    public void End_InTime_NothingFollows()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Limited);
        core.Begin("a");
        Assert.Equal(["a: Result"], core.End("a"));
        Assert.Empty(core.Pass(1_000));
    }

    [Theory]
    [InlineData((int)FrameKind.Canceled)]
    [InlineData((int)FrameKind.Result)]
    [InlineData((int)FrameKind.Failure)]
    public void End_InTheGrace_TheWorkerIsKept(int kind)
    {
        RunOver(Limited);
        core.Submit("b");
        Assert.Empty(core.Pass(4.9));
        Assert.Equal(["w0 < Assign b #1"], core.End("a", (FrameKind)kind));
        Assert.Empty(core.Pass(100));
    }

    [Fact]
    public void Pass_AfterTheGrace_TheWorkerIsKilledAndGetsNothingMore()
    {
        RunOver(Limited);
        Assert.Equal(["kill w0: its task Work did not end when it was out of time"], core.Pass(5));
        Assert.Empty(core.Submit("b"));
        Assert.Empty(core.Pass(100));
        Assert.Empty(core.Close("w0"));
        Assert.Equal(["w1 < Assign b #1"], core.JoinReady("w1"));
    }

    [Fact]
    public void Close_KilledForItsFirst_WhatWaitedBehindIsInnocent()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c"], Limited);
        core.End("x", nanoseconds: 6 * Millisecond);
        core.Begin("a");
        Assert.Contains("a: TimedOut", core.Pass(10));
        Assert.Contains("kill w0: its task Work did not end when it was out of time", core.Pass(5));
        Assert.Empty(core.Close("w0"));
        Assert.Equal(["w1 < Assign b #1"], core.JoinReady("w1"));
    }

    [Fact]
    public void Pass_ToBeRetried_IsSaidNothingAndRunsAgain()
    {
        core.JoinReady("w0");
        core.Submit("a", options: LimitedAgain);
        core.Begin("a");
        Assert.Equal(["w0 < Cancel a"], core.Pass(10));
        Assert.Empty(core.End("a", FrameKind.Canceled));
        Assert.Equal(["w0 < Assign a #2"], core.Pass(0.5));
        core.Begin("a");
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], core.Pass(10));
    }

    [Fact]
    public void Close_ToBeRetried_RunsAgainWithoutALoss()
    {
        core.JoinReady("w0");
        core.Submit("a", options: LimitedAgain);
        core.Begin("a");
        Assert.Equal(["w0 < Cancel a", "kill w0: its task Work did not end when it was out of time"], core.Pass(15));
        Assert.Empty(core.Close("w0"));
        core.JoinReady("w1");
        Assert.Equal(["w1 < Assign a #2"], core.Pass(0.5));
        Assert.Empty(core.Item("a").Losses!);
    }

    [Fact]
    public void End_ToBeRetriedButDoneInTheGrace_ItsResultCounts()
    {
        core.JoinReady("w0");
        core.Submit("a", options: LimitedAgain);
        core.Begin("a");
        core.Pass(10);
        Assert.Equal(["a: Result"], core.End("a"));
    }

    [Theory]
    [InlineData((int)FrameKind.Canceled, "a: Canceled")]
    [InlineData((int)FrameKind.Failure, "a: Failure")]
    [InlineData(0, "a: Canceled")]
    public void Cancel_ToBeRetried_IsNotRetried(int kind, string outcome)
    {
        core.JoinReady("w0");
        core.Submit("a", options: LimitedAgain);
        core.Begin("a");
        core.Pass(10);
        Assert.Equal(["w0 < Cancel a"], core.Cancel("a"));
        Assert.Equal([outcome], kind == 0 ? core.Close("w0") : core.End("a", (FrameKind)kind));
        Assert.Empty(core.Pass(100));
    }

    [Theory]
    [InlineData(typeof(Exception))]
    [InlineData(typeof(WorkException))]
    public void Pass_BaseTypesToBeRetried_DoNotAskForThis(Type on)
    {
        core.JoinReady("w0");
        core.Submit("a", options: Limited with { Retry = new RetryPolicy(on) });
        core.Begin("a");
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], core.Pass(10));
    }

    [Fact]
    public void Cancel_OverItsLimitAfterwards_IsKilledAfterTheGraceAndCanceled()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Limited);
        core.Begin("a");
        core.Cancel("a");
        Assert.Equal(["w0 < Cancel a"], core.Pass(10));
        Assert.Equal(["kill w0: its task Work did not end when it was canceled"], core.Pass(5));
        Assert.Equal(["a: Canceled"], core.Close("w0"));
    }

    [Fact]
    public void Stop_InTheGrace_NothingIsKilledLater()
    {
        RunOver(Limited);
        Assert.Equal(["w0 < Cancel a", "w0 < Stop"], core.Stop());
        Assert.Empty(core.Pass(100));
    }

    [Fact]
    public void Freeze_WhileItRuns_TheTimeIsNobodys()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Limited);
        core.Begin("a");
        core.Pass(9);
        Assert.Empty(core.Freeze(1_000));
        Assert.Empty(core.Pass(0.999));
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], core.Pass(0.001));
    }

    [Fact]
    public void Submit_HugeLimit_IsNone()
    {
        core.JoinReady("w0");
        core.Submit("a", options: new WorkOptions { TimeLimit = TimeSpan.MaxValue, KillAfterCancel = TimeSpan.MaxValue });
        core.Begin("a", ago: long.MaxValue / 8);
        Assert.Empty(core.Pass(10_000));
        Assert.Equal(["w0 < Cancel a"], core.Cancel("a"));
        Assert.Empty(core.Pass(10_000));
    }

    [Fact]
    public void Pass_WorkersTaskTimeout_CountsAsHungAndLosesAnAttempt()
    {
        var hung = new CoreHarness(new DispatchSettings { TaskTimeout = 60 * Second });
        hung.JoinReady("w0");
        hung.Submit("a");
        Assert.True(hung.Reports("a"));
        Assert.Empty(hung.Pass(100));
        hung.Begin("a");
        Assert.Empty(hung.Pass(59.999));
        string killed = Assert.Single(hung.Pass(0.001));
        Assert.StartsWith("kill w0: it was at Work for 60 s", killed, StringComparison.Ordinal);
        Assert.Contains("WM_ZMQ_TASK_TIMEOUT", killed, StringComparison.Ordinal);
        Assert.Empty(hung.Close("w0", killed["kill w0: ".Length..]));
        Assert.Equal(["w1 < Assign a #2"], hung.JoinReady("w1"));
        Assert.Contains("WM_ZMQ_TASK_TIMEOUT", hung.Item("a").Losses![0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Pass_BothLimits_TheShorterCounts()
    {
        var hung = new CoreHarness(new DispatchSettings { TaskTimeout = 60 * Second, Grace = Second });
        hung.JoinReady("w0");
        hung.Submit("a", options: Limited);
        hung.Begin("a");
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], hung.Pass(10));
        Assert.Equal(["kill w0: its task Work did not end when it was out of time"], hung.Pass(1));
        hung.Close("w0");
        hung.JoinReady("w1");
        hung.Submit("b", options: new WorkOptions { TimeLimit = TimeSpan.FromMinutes(2) });
        hung.Begin("b");
        Assert.StartsWith("kill w1: it was at Work", Assert.Single(hung.Pass(60)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(0.01, 1)]
    public void Pass_TenTimesAsLongAsItUsedTo_IsSaidOnce(double usual, double seconds)
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.End("a", nanoseconds: (long)(usual * Second));
        core.Submit("b");
        core.Begin("b");
        Assert.Empty(core.Pass(seconds - 0.001));
        Assert.Equal([$"b is slow: {seconds} s"], core.Pass(0.001));
        Assert.Empty(core.Pass(10_000));
        Assert.Equal(["b: Result"], core.End("b"));
    }

    private void RunOver(WorkOptions options)
    {
        core.JoinReady("w0");
        core.Submit("a", options: options);
        core.Begin("a");
        Assert.Equal(["w0 < Cancel a", "a: TimedOut"], core.Pass(10));
    }
}
