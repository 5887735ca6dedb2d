using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>What a caller's cancellation does, by how far its call has come.</summary>
public sealed class CancellationTests
{
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
}
