using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>A lost worker counts against what may have begun on it, and against nothing else.</summary>
public sealed class BlameTests
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;

    private readonly CoreHarness core = new();

    [Fact]
    public void Close_ReportedBehindTheFirst_IsInnocent()
    {
        HoldAAndB(6 * Millisecond);
        Assert.True(core.Reports("b"));
        core.Close("w0");
        Assert.Equal(["w1 < Assign a #2"], core.JoinReady("w1"));
        Assert.Equal("w1 < Assign b #1", core.End("a", nanoseconds: 6 * Millisecond)[1]);
        Assert.Null(core.Item("b").Losses);
    }

    [Fact]
    public void Close_ReportedAndBegun_IsBlamed()
    {
        HoldAAndB(6 * Millisecond);
        core.Begin("b");
        core.Close("w0");
        core.JoinReady("w1");
        Assert.Equal(["a: Result", "w1 < Assign b #2"], core.End("a", nanoseconds: 6 * Millisecond));
    }

    [Fact]
    public void Close_TheFirstThoughItDidNotSaySo_IsBlamed()
    {
        HoldAAndB(6 * Millisecond);
        Assert.True(core.Reports("a"));
        core.Close("w0");
        Assert.Single(core.Item("a").Losses!);
    }

    [Fact]
    public void Close_ShortOnesThatDoNotReport_AreAllBlamed()
    {
        HoldAAndB(CoreHarness.ShortTask);
        Assert.False(core.Reports("a"));
        Assert.False(core.Reports("b"));
        core.Close("w0");
        Assert.Single(core.Item("a").Losses!);
        Assert.Single(core.Item("b").Losses!);
    }

    [Fact]
    public void Close_GivenBackBefore_IsInnocent()
    {
        HoldAAndB(6 * Millisecond);
        core.JoinReady("w1");
        core.End("c", nanoseconds: 6 * Millisecond);
        core.End("b", WestRpc.Wire.FrameKind.Recalled);
        core.Close("w0");
        Assert.Null(core.Item("b").Losses);
        Assert.Equal("w1", core.HolderOf("b"));
    }

    [Theory]
    [InlineData(Microsecond)]
    [InlineData(6 * Millisecond)]
    public void Close_TaskThatKillsEachWorker_FailsAloneAndNoNeighbourWithIt(long duration)
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(static i => $"t{i}")];
        core.JoinReady("w0");
        core.SubmitAll(["x", "poison", .. names]);
        core.End("x", nanoseconds: duration);
        int worker = 0;
        while (core.Done.Count < names.Length + 2)
        {
            string first = core.HeldBy($"w{worker}")[0];
            if (first != "poison")
            {
                core.End(first, nanoseconds: duration);
                continue;
            }

            core.Close($"w{worker}");
            core.JoinReady($"w{++worker}");
        }

        Assert.Equal(OutcomeKind.Lost, core.OutcomeOf("poison").Kind);
        Assert.Equal(3, core.Item("poison").Losses!.Count);
        Assert.All(names, n => Assert.Equal(OutcomeKind.Result, core.OutcomeOf(n).Kind));
        Assert.All(names, n => Assert.True(core.Item(n).Losses is null or [_], $"{n} was blamed more than once"));
    }

    [Fact]
    public void Close_AtMostOnce_IsNeverSentAgain()
    {
        core.JoinReady("w0");
        core.Submit("a", maxAttempts: 1);
        Assert.True(core.Reports("a"));
        Assert.Equal(["a: Lost"], core.Close("w0"));
        Assert.Empty(core.JoinReady("w1"));
    }

    [Fact]
    public void Assign_AtMostOnce_IsAloneOnItsWorker()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a"]);
        core.Submit("once", maxAttempts: 1);
        core.SubmitAll(["b", "c", "d", "e"]);
        core.End("x");
        Assert.Equal(["a"], core.HeldBy("w0"));
        Assert.Equal(["a: Result", "w0 < Assign once #1"], core.End("a"));
        Assert.Equal(["once"], core.HeldBy("w0"));
        core.End("once");
        Assert.Equal("b", core.HeldBy("w0")[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Assign_AloneAndAheadOfOthers_IsNotStarvedByWhatComesAfterIt(int priority)
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c", "d", "e", "f", "g", "h"]);
        core.End("x");
        string[] held = [.. core.HeldBy("w0")];
        core.Submit("once", maxAttempts: 1, options: new WorkOptions { Priority = priority });
        core.SubmitAll(["i", "j", "k"], new WorkOptions { Priority = -1 });
        for (int i = 0; i < (priority == 1 ? held.Length : 8); i++)
            core.End(core.HeldBy("w0")[0]);
        Assert.Equal(["once"], core.HeldBy("w0"));
    }

    [Fact]
    public void Close_CanceledFirst_TheOneBehindIsNotBlamedForIt()
    {
        HoldAAndB(6 * Millisecond);
        core.Cancel("a");
        Assert.Equal(["a: Canceled"], core.Close("w0"));
        Assert.Equal(["w1 < Assign b #1"], core.JoinReady("w1"));
    }

    private void HoldAAndB(long duration)
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c"]);
        core.End("x", nanoseconds: duration);
        Assert.Equal(["a", "b"], core.HeldBy("w0"));
    }
}
