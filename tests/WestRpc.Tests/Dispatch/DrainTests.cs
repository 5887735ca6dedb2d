using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>The end before the end of a batch job's time: what runs is finished, and nothing else begins.</summary>
public sealed class DrainTests
{
    private static readonly WorkOptions Retrying = new() { Retry = new RetryPolicy(typeof(IOException)) };

    private readonly CoreHarness core = new(new WestRpc.Dispatch.DispatchSettings { Grace = 5_000_000_000 });

    [Fact]
    public void Drain_NothingThere_IsDrainedAtOnceAndOnce()
    {
        Assert.Equal(["drained"], core.Drain());
        Assert.Empty(core.Drain());
        core.JoinReady("w0");
        Assert.Equal(["a: Drained"], core.Submit("a"));
        Assert.Empty(core.Pass(100));
    }

    [Fact]
    public void Drain_RunningAndQueued_FinishesWhatRuns()
    {
        core.JoinReady("w0");
        core.JoinReady("w1");
        core.SubmitAll(["a", "b", "c", "d"]);
        Assert.Equal(["c: Drained", "d: Drained"], core.Drain());
        Assert.Equal(["e: Drained"], core.Submit("e"));
        Assert.Equal(["a: Result"], core.End("a"));
        Assert.Equal(["b: Failure", "drained"], core.End("b", FrameKind.Failure));
    }

    [Fact]
    public void Drain_Prefetched_IsAskedBack()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c", "d", "e", "f"]);
        core.End("x");
        Assert.Equal(["a", "b", "c"], core.HeldBy("w0"));
        Assert.Equal(["d: Drained", "e: Drained", "f: Drained", "w0 < Recall b", "w0 < Recall c"], core.Drain());
        Assert.Equal(["c: Drained"], core.End("c", FrameKind.Recalled));

        // This one it had begun meanwhile.
        Assert.Equal(["a: Result"], core.End("a"));
        Assert.Empty(core.End("b", FrameKind.Kept));
        Assert.Equal(["b: Result", "drained"], core.End("b"));
    }

    [Fact]
    public void Drain_AskedBackAlready_IsNotAskedTwice()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c"]);
        core.End("x", nanoseconds: 6_000_000);
        core.JoinReady("w1");
        Assert.Equal(["c: Result", "w0 < Recall b"], core.End("c", nanoseconds: 6_000_000));
        Assert.Empty(core.Drain());
        Assert.Equal(["b: Drained"], core.End("b", FrameKind.Recalled));
        Assert.Equal(["a: Result", "drained"], core.End("a"));
    }

    [Fact]
    public void Drain_WaitingForARetry_EndsDrained()
    {
        core.JoinReady("w0");
        core.JoinReady("w1");
        core.Submit("a", options: Retrying);
        core.Submit("b");
        core.Fail("a", new IOException());
        Assert.Equal(["a: Drained"], core.Drain());
        Assert.Equal(["b: Result", "drained"], core.End("b"));
        Assert.Empty(core.Pass(100));
    }

    [Fact]
    public void Fail_WhileDraining_IsTheFailureItself()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.Drain();
        Assert.Equal(["a: Failure", "drained"], core.Fail("a", new IOException()));
    }

    [Fact]
    public void Pass_OverTheLimitWhileDraining_IsTimedOut()
    {
        var options = new WorkOptions { TimeLimit = TimeSpan.FromSeconds(1), Retry = new RetryPolicy(typeof(WorkTimeoutException)) };
        core.JoinReady("w0");
        core.JoinReady("w1");
        core.SubmitAll(["a", "b"], options);
        core.Begin("a");
        Assert.Equal(["w0 < Cancel a"], core.Pass(1));
        core.Drain();
        Assert.Equal(["a: TimedOut"], core.End("a", FrameKind.Canceled));
        core.Begin("b");
        Assert.Contains("b: TimedOut", core.Pass(1));
        Assert.Equal(["drained"], core.End("b", FrameKind.Canceled));
    }

    [Fact]
    public void Close_WhileDraining_ItsTaskIsNotBegunAgain()
    {
        core.JoinReady("w0");
        core.JoinReady("w1");
        core.Submit("a");
        core.Drain();
        Assert.Equal(["a: Drained", "drained"], core.Close("w0"));
    }

    [Fact]
    public void Cancel_WhileDraining_EndsIt()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.Drain();
        Assert.Equal(["w0 < Cancel a"], core.Cancel("a"));
        Assert.Equal(["a: Canceled", "drained"], core.End("a", FrameKind.Canceled));
    }

    [Fact]
    public void Stop_WhileDraining_EndsItAll()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.Drain();
        Assert.Equal(["w0 < Cancel a", "a: Stopped", "w0 < Stop", "drained"], core.Stop());
        Assert.Empty(core.Drain());
    }

    [Fact]
    public void Drain_AfterStop_IsDrained()
    {
        core.JoinReady("w0");
        core.Stop();
        Assert.Equal(["drained"], core.Drain());
        Assert.Equal(["a: Stopped"], core.Submit("a"));
    }
}
