using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>What a caller's cancellation does, by how far its call has come.</summary>
public sealed class CancellationTests
{
    private static readonly WorkOptions Impatient = new() { KillAfterCancel = TimeSpan.FromSeconds(3) };

    private readonly CoreHarness core = new();

    [Fact]
    public void Cancel_BeforeItIsSubmitted_NeverRuns()
    {
        core.JoinReady("w0");
        core.Make("a");
        Assert.Empty(core.Cancel("a"));
        Assert.Equal(["a: Canceled"], core.Submit("a"));
    }

    [Fact]
    public void Cancel_Queued_EndsAtOnce()
    {
        core.SubmitAll(["a", "b", "c"]);
        Assert.Equal(["b: Canceled"], core.Cancel("b"));
        core.JoinReady("w0");
        Assert.Equal(["a: Result", "w0 < Assign c #1"], core.End("a"));
    }

    [Fact]
    public void Cancel_Returned_EndsAtOnce()
    {
        core.JoinReady("w0");
        core.SubmitAll(["a", "b"]);
        core.Close("w0");
        Assert.Equal(["a: Canceled"], core.Cancel("a"));
        Assert.Equal(["w1 < Assign b #1"], core.JoinReady("w1"));
    }

    [Fact]
    public void Cancel_Leased_AsksTheWorker()
    {
        core.JoinReady("w0");
        core.Submit("a");
        Assert.Equal(["w0 < Cancel a"], core.Cancel("a"));
        Assert.Empty(core.Cancel("a"));
        Assert.Equal(["a: Canceled"], core.End("a", FrameKind.Canceled));
    }

    [Fact]
    public void Cancel_LeasedButReturned_KeepsItsResult()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.Cancel("a");
        Assert.Equal(["a: Result"], core.End("a"));
    }

    [Fact]
    public void Cancel_LeasedAndThenLost_IsNotGivenToAnother()
    {
        core.JoinReady("w0");
        core.JoinReady("w1");
        core.Submit("a");
        core.Cancel("a");
        Assert.Equal(["a: Canceled"], core.Close("w0"));
    }

    [Fact]
    public void Cancel_Done_NothingHappens()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.End("a");
        Assert.Empty(core.Cancel("a"));
    }

    [Fact]
    public void Cancel_IgnoredByTheTask_TheWorkerIsKilledWhenThatWasAskedFor()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Impatient);
        core.Cancel("a");
        Assert.Empty(core.Pass(2.999));
        Assert.Equal(["kill w0: its task Work did not end when it was canceled"], core.Pass(0.001));
        Assert.Equal(["a: Canceled"], core.Close("w0"));
        Assert.Empty(core.JoinReady("w1"));
    }

    [Fact]
    public void Cancel_IgnoredByTheTask_IsWaitedForOtherwise()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.Cancel("a");
        Assert.Empty(core.Pass(100_000));
        Assert.Equal(["a: Result"], core.End("a"));
    }

    [Theory]
    [InlineData((int)FrameKind.Canceled)]
    [InlineData((int)FrameKind.Result)]
    public void Cancel_HeededInTime_TheWorkerIsKept(int kind)
    {
        core.JoinReady("w0");
        core.Submit("a", options: Impatient);
        core.Cancel("a");
        core.Pass(2);
        core.End("a", (FrameKind)kind);
        Assert.Empty(core.Pass(100));
        Assert.Equal(["w0 < Assign b #1"], core.Submit("b"));
    }

    [Fact]
    public void Cancel_OfWhatWaitsBehindAnother_DoesNotKillTheInnocent()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c"], Impatient);
        core.End("x");
        Assert.Equal(["a", "b"], core.HeldBy("w0"));
        Assert.Equal(["w0 < Cancel b"], core.Cancel("b"));
        Assert.Empty(core.Pass(100));

        // It had begun it just before it heard of that.
        core.End("a");
        Assert.Equal(["kill w0: its task Work did not end when it was canceled"], core.Pass(3));
    }

    [Fact]
    public void Cancel_AtOnce_IsKilledAtTheNextMoment()
    {
        core.JoinReady("w0");
        core.Submit("a", options: new WorkOptions { KillAfterCancel = TimeSpan.Zero });
        core.Cancel("a");
        Assert.Equal(["kill w0: its task Work did not end when it was canceled"], core.Pass(0.001));
    }
}
