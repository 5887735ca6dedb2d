using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Tests.Dispatch;

/// <summary>What is parked behind a call that takes long goes to a worker that is idle.</summary>
public sealed class RecallTests
{
    private const long Microsecond = 1_000;
    private const long Millisecond = 1_000_000;

    private readonly CoreHarness core = new();

    [Fact]
    public void Pass_BehindACallThatTakesLongerThanItUsedTo_GoesToTheIdleWorker()
    {
        ParkBehindA(CoreHarness.ShortTask);
        Assert.Equal(["c: Result"], core.End("c"));
        Assert.Equal(TimeSpan.FromMilliseconds(2), core.Sleeps);
        Assert.Empty(core.Pass(0.0019));
        Assert.Equal(["w0 < Recall b"], core.Pass(0.0001));
        Assert.Equal(["w1 < Assign b #1"], core.End("b", FrameKind.Recalled));
        Assert.Equal(["b: Result"], core.End("b"));
        Assert.Equal(["a: Result"], core.End("a"));
    }

    [Fact]
    public void End_BehindACallThatIsKnownToBeLong_IsRecalledAtOnce()
    {
        ParkBehindA(6 * Millisecond);
        Assert.Equal(["c: Result", "w0 < Recall b"], core.End("c", nanoseconds: 6 * Millisecond));
    }

    [Fact]
    public void JoinReady_NothingWaits_TheNewWorkerGetsWhatIsParked()
    {
        ParkBehindA(6 * Millisecond);
        Assert.Equal(["w0 < Recall b"], core.JoinReady("w2"));
        Assert.Equal(["w2 < Assign b #1"], core.End("b", FrameKind.Recalled));
    }

    [Fact]
    public void Pass_TheOnlyCallOfAWorker_IsNeverRecalled()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.JoinReady("w1");
        Assert.Empty(core.Pass(100));
        Assert.Equal(["a"], core.HeldBy("w0"));
    }

    [Fact]
    public void Frame_Kept_StaysAndIsNotAskedForAgain()
    {
        ParkBehindA(6 * Millisecond);
        core.End("c", nanoseconds: 6 * Millisecond);
        Assert.Empty(core.End("b", FrameKind.Kept));
        Assert.DoesNotContain(core.Pass(10), static e => e.Contains("Recall", StringComparison.Ordinal));
        Assert.Equal(["a", "b"], core.HeldBy("w0"));
        Assert.Equal(["a: Result"], core.End("a"));
        Assert.Equal(["b: Result"], core.End("b"));
    }

    [Fact]
    public void Frame_KeptUnasked_HasNoEffect()
    {
        ParkBehindA(CoreHarness.ShortTask);
        Assert.Empty(core.End("b", FrameKind.Kept));
        core.End("c");
        Assert.Equal(["w0 < Recall b"], core.Pass(0.002));
    }

    [Fact]
    public void Cancel_DuringARecall_EndsItWhenItIsGivenBack()
    {
        ParkBehindA(6 * Millisecond);
        core.End("c", nanoseconds: 6 * Millisecond);
        Assert.Equal(["w0 < Cancel b"], core.Cancel("b"));
        Assert.Equal(["b: Canceled"], core.End("b", FrameKind.Recalled));
        Assert.Equal(["w1 < Assign d #1"], core.Submit("d"));
    }

    [Fact]
    public void Cancel_DuringARecallThatCrossesIt_EndsOnce()
    {
        ParkBehindA(6 * Millisecond);
        core.End("c", nanoseconds: 6 * Millisecond);
        ulong lease = core.LeaseOf("b");
        core.Cancel("b");
        Assert.Equal(["b: Canceled"], core.End("b", FrameKind.Canceled));
        Assert.Empty(core.Frame("w0", lease, FrameKind.Kept));
        Assert.Empty(core.Frame("w0", lease, FrameKind.Recalled));
    }

    [Fact]
    public void Close_DuringARecall_GoesOnAndTheNextIsRecalledAsWell()
    {
        ParkBehindA(6 * Millisecond);
        core.End("c", nanoseconds: 6 * Millisecond);
        Assert.Equal(["w1 < Assign a #2"], core.Close("w0"));
        Assert.Equal(["a: Result", "w1 < Assign b #1"], core.End("a", nanoseconds: 6 * Millisecond));
        core.SubmitAll(["d", "e", "f"]);
        Assert.Equal("b: Result", core.End("b", nanoseconds: 6 * Millisecond)[0]);
        Assert.Equal(["d", "e"], core.HeldBy("w1"));
        Assert.Equal(["w2 < Assign f #1"], core.JoinReady("w2"));
        Assert.Equal(["f: Result", "w1 < Recall e"], core.End("f", nanoseconds: 6 * Millisecond));
    }

    [Fact]
    public void Pass_ManyParked_FollowOneAnotherWithoutWaitingAgain()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", .. Enumerable.Range(0, 20).Select(static i => $"t{i}")]);
        core.End("x");
        int held = core.HeldBy("w0").Count;
        Assert.InRange(held, 4, 20);
        core.JoinReady("w1");
        while (core.HeldBy("w1") is [string first, ..])
            core.End(first);
        Assert.Equal(held, core.HeldBy("w0").Count);
        Assert.Equal([$"w0 < Recall {core.HeldBy("w0")[^1]}"], core.Pass(0.002));
        for (int left = held; left > 1; left--)
        {
            string last = core.HeldBy("w0")[^1];
            Assert.Equal([$"w1 < Assign {last} #1"], core.End(last, FrameKind.Recalled));
            string[] effects = core.End(last);
            Assert.Equal(left > 2 ? [$"{last}: Result", $"w0 < Recall {core.HeldBy("w0")[^1]}"] : [$"{last}: Result"], effects);
        }
    }

    [Fact]
    public void Pass_SeveralIdle_EachHasOneAskedBackForIt()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", .. Enumerable.Range(0, 20).Select(static i => $"t{i}")]);
        core.End("x");
        core.JoinReady("w1");
        while (core.HeldBy("w1") is [string first, ..])
            core.End(first);
        core.JoinReady("w2");
        core.JoinReady("w3");
        Assert.Equal(core.HeldBy("w0").Reverse().Take(3).Select(static t => $"w0 < Recall {t}"), core.Pass(0.002));
    }

    [Fact]
    public void End_ShortCalls_NoneIsRecalled()
    {
        for (int i = 0; i < 3; i++)
            core.JoinReady($"w{i}");
        core.SubmitAll(Enumerable.Range(0, 300).Select(static i => $"t{i}"));
        var came = new List<string>();
        while (core.Done.Count < 300)
        {
            for (int i = 0; i < 3; i++)
            {
                if (core.HeldBy($"w{i}") is [string first, ..])
                    came.AddRange(core.End(first, nanoseconds: 50 * Microsecond));
            }

            came.AddRange(core.Pass(50e-6));
        }

        Assert.DoesNotContain(came, static e => e.Contains("Recall", StringComparison.Ordinal));
    }

    [Fact]
    public void Pass_IdleWorkerWithoutTheResource_GetsNothing()
    {
        var gpu = new ResourceSet([new("gpu", 1)]);
        var options = new WorkOptions { Resources = new Dictionary<string, int> { ["gpu"] = 1 } };
        core.JoinReady("w0", gpu);
        core.SubmitAll(["x", "a", "b", "c"], options);
        core.End("x", nanoseconds: 6 * Millisecond);
        core.JoinReady("w1");
        Assert.Empty(core.Pass(1));
        Assert.Equal(["w2 < Assign c #1"], core.JoinReady("w2", gpu));
        Assert.Equal(["c: Result", "w0 < Recall b"], core.End("c", nanoseconds: 6 * Millisecond));
    }

    /// <summary>b is parked behind a on w0, c runs on w1, nothing waits.</summary>
    private void ParkBehindA(long duration)
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c"]);
        core.End("x", nanoseconds: duration);
        Assert.Equal(["a", "b"], core.HeldBy("w0"));
        Assert.Equal(["w1 < Assign c #1"], core.JoinReady("w1"));
    }
}
