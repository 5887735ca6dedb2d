using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>The end of a work manager.</summary>
public sealed class StopTests
{
    private readonly CoreHarness core = new();

    [Fact]
    public void Stop_QueuedAndRunning_AllEndAndWorkersAreTold()
    {
        core.JoinReady("w0");
        core.Join("w1");
        core.SubmitAll(["a", "b", "c"]);
        Assert.Equal(
            ["b: Stopped", "c: Stopped", "w0 < Cancel a", "a: Stopped", "w0 < Stop", "w1 < Stop"], core.Stop());
    }

    [Theory]
    [InlineData((int)OutcomeKind.Canceled)]
    [InlineData((int)OutcomeKind.NoWorkers)]
    public void Stop_ForAReason_EndsAllWithIt(int reason)
    {
        core.SubmitAll(["a", "b"]);
        Assert.Equal([$"a: {(OutcomeKind)reason}", $"b: {(OutcomeKind)reason}"], core.Stop((OutcomeKind)reason));
        Assert.Equal([$"c: {(OutcomeKind)reason}"], core.Submit("c"));
    }

    [Fact]
    public void Stop_Twice_FirstReasonCounts()
    {
        core.JoinReady("w0");
        Assert.Equal(["w0 < Stop"], core.Stop(OutcomeKind.Canceled));
        Assert.Empty(core.Stop());
        Assert.Equal(["a: Canceled"], core.Submit("a"));
    }

    [Fact]
    public void Stop_ReturnedFromALostWorker_Ends()
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.Close("w0");
        Assert.Equal(["a: Stopped"], core.Stop());
    }

    [Fact]
    public void Submit_AfterStop_EndsStopped()
    {
        core.JoinReady("w0");
        core.Stop();
        Assert.Equal(["a: Stopped"], core.Submit("a"));
    }

    [Fact]
    public void Join_AfterStop_GetsStopAndNoWork()
    {
        core.Stop();
        Assert.Equal(["w0 < Stop"], core.Join("w0"));
        Assert.Empty(core.Ready("w0"));
        Assert.Equal(["a: Stopped"], core.Submit("a"));
        Assert.Empty(core.Close("w0"));
    }

    [Fact]
    public void Frame_AfterStop_HasNoEffect()
    {
        core.JoinReady("w0");
        core.SubmitAll(["a", "b"]);
        ulong lease = core.LeaseOf("a");
        core.Stop();
        Assert.Empty(core.Frame("w0", lease));
        Assert.Empty(core.Cancel("a"));
        Assert.Empty(core.Close("w0"));
    }
}
