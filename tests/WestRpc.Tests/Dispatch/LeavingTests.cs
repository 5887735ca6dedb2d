using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>Workers whose machine needs itself back.</summary>
public sealed class LeavingTests
{
    private readonly CoreHarness core = new();

    [Fact]
    public void Leave_Idle_IsToldToStopAndGetsNothing()
    {
        core.JoinReady("w0");
        Assert.Equal(["w0 < Stop"], core.Leave("w0"));
        Assert.Empty(core.Submit("a"));
        Assert.Empty(core.Leave("w0"));
    }

    [Fact]
    public void Leave_WithLeases_EndsTheFirstAndGivesBackTheRest()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c", "d", "e", "f"]);
        core.End("x");
        Assert.Equal(["w0 < Recall b", "w0 < Recall c"], core.Leave("w0"));
        Assert.Empty(core.End("b", FrameKind.Recalled));
        Assert.Empty(core.End("c", FrameKind.Recalled));
        Assert.Equal(["a: Result", "w0 < Stop"], core.End("a"));
        Assert.Empty(core.Close("w0", "exit code 0"));
        Assert.Equal("w1 < Assign b #1", core.JoinReady("w1")[0]);
    }

    [Fact]
    public void Leave_BeforeTheHandshakeIsOver_IsToldToStopOnce()
    {
        core.Join("w0");
        Assert.Equal(["w0 < Stop"], core.Leave("w0"));
        Assert.Empty(core.Ready("w0"));
        Assert.Empty(core.Submit("a"));
        Assert.Empty(core.Close("w0", "exit code 0"));
        Assert.Empty(core.Pass(60));
    }

    [Fact]
    public void Close_InOrder_NoAttemptIsLost()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.Leave("w0");
        core.Close("w0", "told to end", inOrder: true);
        Assert.Equal(["w1 < Assign a #1"], core.JoinReady("w1")[^1..]);
    }

    [Fact]
    public void Close_InOrderWithATaskThatMayBeginOnce_ItIsLost()
    {
        core.JoinReady("w0");
        core.Submit("a", maxAttempts: 1);
        core.Leave("w0");
        Assert.Equal(["a: Lost"], core.Close("w0", "told to end", inOrder: true));
    }
}
