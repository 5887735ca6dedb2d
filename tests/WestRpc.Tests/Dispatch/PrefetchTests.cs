using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>How much a worker holds besides what it runs, by the measured duration of the task.</summary>
public sealed class PrefetchTests
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;
    private const long Hour = 3_600_000 * Millisecond;

    private readonly CoreHarness core = new();

    [Fact]
    public void Assign_UnknownDuration_NothingWaitsBehind()
    {
        core.JoinReady("w0");
        core.SubmitAll(Names(100));
        Assert.Equal(["t0"], core.HeldBy("w0"));
    }

    [Theory]
    [InlineData(Hour, 1)]
    [InlineData(20 * Millisecond, 1)]
    [InlineData(10 * Millisecond, 2)]
    [InlineData(2 * Millisecond, 2)]
    [InlineData(500 * Microsecond, 4)]
    [InlineData(100 * Microsecond, 20)]
    public void Assign_KnownDuration_HoldsAsManyAsFillTheWindow(long duration, int held)
    {
        core.JoinReady("w0");
        core.SubmitAll(Names(200));
        core.End("t0", nanoseconds: duration);
        Assert.Equal(Names(200).Skip(1).Take(held), core.HeldBy("w0"));
    }

    [Fact]
    public void Assign_ManyShortOnes_AreFilledUpAgainWhenAQuarterIsDone()
    {
        core.JoinReady("w0");
        core.SubmitAll(Names(200));
        core.End("t0", nanoseconds: 100 * Microsecond);
        Assert.Equal(20, core.HeldBy("w0").Count);
        for (int i = 1; i < 5; i++)
            Assert.Equal([$"t{i}: Result"], core.End($"t{i}", nanoseconds: 100 * Microsecond));
        Assert.Equal(
            ["t5: Result", .. Names(200).Skip(21).Take(5).Select(static n => $"w0 < Assign {n} #1")],
            core.End("t5", nanoseconds: 100 * Microsecond));
    }

    [Fact]
    public void TimeOut_LargeArguments_LeaveNoTraceInTheCredit()
    {
        var core = new CoreHarness(new DispatchSettings { Grace = 5_000 * Millisecond });
        core.JoinReady("w0");
        for (int i = 0; i < 5; i++)
        {
            core.Submit($"late{i}", bytes: 1 << 20, options: new WorkOptions { TimeLimit = TimeSpan.FromSeconds(1) });
            core.Begin($"late{i}");
            core.Pass(1);
            core.End($"late{i}", FrameKind.Canceled);
        }

        core.SubmitAll(Names(200));
        core.End("t0", nanoseconds: 100 * Microsecond);
        Assert.Equal(20, core.HeldBy("w0").Count);
    }

    [Fact]
    public void Assign_EndOfTheQueueOfBriefOnes_IsGivenOutAtOnce()
    {
        core.JoinReady("w0");
        core.SubmitAll(Names(8));
        core.End("t0", nanoseconds: Microsecond);
        Assert.Equal(Names(8).Skip(1), core.HeldBy("w0"));
    }

    [Fact]
    public void Assign_EndOfTheQueue_IsSharedOut()
    {
        core.JoinReady("w0");
        core.SubmitAll(Names(8));

        // Seven left: one runs, and half of what then waits may be held besides.
        Assert.Equal(["t0: Result", "w0 < Assign t1 #1", "w0 < Assign t2 #1", "w0 < Assign t3 #1"], core.End("t0"));
        core.JoinReady("w1");
        Assert.Equal("t4", core.HeldBy("w1")[0]);
        Assert.Equal(3, core.HeldBy("w0").Count);
    }

    [Fact]
    public void Assign_LongTasks_GoToTheWorkerThatIsIdle()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.End("a", nanoseconds: Hour);
        Assert.Equal(["w0 < Assign b #1"], core.SubmitAll(["b", "c", "d", "e"]));
        Assert.Equal(["w1 < Assign c #1"], core.JoinReady("w1"));
        Assert.Equal(["c: Result", "w1 < Assign d #1"], core.End("c", nanoseconds: Hour));
        Assert.Equal(["b: Result", "w0 < Assign e #1"], core.End("b", nanoseconds: Hour));
    }

    [Fact]
    public void Assign_NoTimeAtAll_HoldsNoMoreThanTheMost()
    {
        core.JoinReady("w0");
        core.SubmitAll(Names(8_000));
        core.End("t0", nanoseconds: 0);
        Assert.Equal(2_048, core.HeldBy("w0").Count);
    }

    [Fact]
    public void Assign_LargeArguments_AreNotHeldInNumbers()
    {
        core.JoinReady("w0");
        foreach (string name in Names(50))
            core.Submit(name, bytes: 3 << 20);
        core.End("t0", nanoseconds: 0);
        Assert.Equal(2, core.HeldBy("w0").Count);
    }

    [Fact]
    public void End_OneLongAmongShort_DoesNotStopThePrefetch()
    {
        core.JoinReady("w0");
        core.SubmitAll(Names(400));
        core.End("t0", nanoseconds: 10 * Microsecond);
        core.End("t1", nanoseconds: 4 * Millisecond);
        Assert.True(core.HeldBy("w0").Count > 2);
    }

    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(-1, 0)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void Measured_Nonsense_StaysWithinReason(long nanoseconds, long estimate)
    {
        var kind = new TaskKind(FakeCall.DescriptorOf("Work"), 0);
        kind.Measured(nanoseconds);
        Assert.Equal(estimate, kind.Estimate);
    }

    [Fact]
    public void End_Canceled_SaysNothingOfTheDuration()
    {
        core.JoinReady("w0");
        core.SubmitAll(Names(100));
        core.Cancel("t0");
        core.End("t0", FrameKind.Canceled, nanoseconds: 5 * Microsecond);
        Assert.Equal(["t1"], core.HeldBy("w0"));
        core.End("t1", nanoseconds: Hour);
        for (int i = 2; i < 50; i++)
        {
            core.Cancel($"t{i}");
            core.End($"t{i}", FrameKind.Canceled, nanoseconds: 5 * Microsecond);
            Assert.Single(core.HeldBy("w0"));
        }
    }

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(static i => $"t{i}");
}
