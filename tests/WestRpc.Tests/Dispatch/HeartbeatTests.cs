using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>Workers that are not heard of, and a master that did not listen.</summary>
public sealed class HeartbeatTests
{
    private const long Second = 1_000_000_000;
    private const string Silent = "kill w0: it was silent for 60 s (WM_HEARTBEAT_TIMEOUT)";

    private readonly CoreHarness core = new(new DispatchSettings { Silence = 60 * Second });

    [Fact]
    public void Pass_Silent_IsKilledOnceAndItsTaskGoesToAnother()
    {
        core.JoinReady("w0");
        core.Submit("a");
        Assert.Empty(core.Pass(59.999));
        Assert.Equal([Silent], core.Pass(0.001));
        Assert.Empty(core.Pass(600));
        Assert.Empty(core.Close("w0"));
        Assert.Equal(["w1 < Assign a #2"], core.JoinReady("w1"));
    }

    [Fact]
    public void Heartbeat_FromAWorkerThatComputesForHours_KeepsIt()
    {
        core.JoinReady("w0");
        core.Submit("a");
        for (int i = 0; i < 1_000; i++)
        {
            Assert.Empty(core.Pass(59));
            Assert.Empty(core.Heartbeat("w0"));
        }

        Assert.Equal([Silent], core.Pass(60));
    }

    [Theory]
    [InlineData((int)FrameKind.Result)]
    [InlineData((int)FrameKind.Begun)]
    [InlineData((int)FrameKind.Kept)]
    [InlineData((int)FrameKind.Canceled)]
    public void Frame_OfAnyKind_IsASignOfLife(int kind)
    {
        core.JoinReady("w0");
        core.Submit("a");
        core.Pass(59);
        core.End("a", (FrameKind)kind);
        Assert.Empty(core.Pass(59.999));
        Assert.Equal([Silent], core.Pass(0.001));
    }

    [Fact]
    public void Frame_OfAClosedLease_IsASignOfLife()
    {
        core.JoinReady("w0");
        core.Pass(59);
        Assert.Empty(core.Frame("w0", 12_345));
        Assert.Empty(core.Pass(59));
    }

    [Fact]
    public void Send_ToAWorker_IsNoSignOfItsLife()
    {
        core.JoinReady("w0");
        core.Pass(59);
        core.Submit("a");
        core.Cancel("a");
        Assert.Equal([Silent], core.Pass(1));
    }

    [Fact]
    public void Pass_NotGreetedOrAThread_IsNotWatched()
    {
        core.Join("w0");
        core.JoinReady("w1", sharesMemory: true);
        Assert.Empty(core.Pass(1_000));
        core.Ready("w0");
        Assert.Empty(core.Pass(59));
        Assert.Equal([Silent], core.Pass(1));
    }

    [Fact]
    public void Pass_TurnedOff_NobodyIsWatched()
    {
        var off = new CoreHarness();
        off.JoinReady("w0");
        Assert.Empty(off.Pass(100_000));
    }

    [Fact]
    public void Close_BeforeItWasSilentTooLong_NothingFollows()
    {
        core.JoinReady("w0");
        core.Pass(30);
        core.Close("w0");
        Assert.Null(core.Sleeps);
        Assert.Empty(core.Pass(1_000));
    }

    [Fact]
    public void Freeze_LongerThanTheSilence_NobodyIsTakenForDead()
    {
        core.JoinReady("w0");
        core.JoinReady("w1");
        core.Pass(59);
        Assert.Empty(core.Freeze(3_600));
        Assert.Empty(core.Freeze(100));
        core.Heartbeat("w1");
        Assert.Equal([Silent], core.Pass(1));
    }

    [Fact]
    public void Freeze_AndThenAnEvent_NobodyIsTakenForDead()
    {
        core.JoinReady("w0");
        core.Pass(59);
        core.Jump(3_600);
        Assert.Equal(["w0 < Assign a #1"], core.Submit("a"));
        Assert.Equal([Silent], core.Pass(1));
    }

    [Fact]
    public void Arm_WhileThereAreWorkers_WakesEachSecond()
    {
        Assert.Null(core.Sleeps);
        core.Submit("a");
        Assert.Null(core.Sleeps);
        core.Join("w0");
        Assert.Equal(TimeSpan.FromSeconds(1), core.Sleeps);
        core.Pass(0.3);
        core.Ready("w0");
        Assert.Equal(TimeSpan.FromSeconds(1), core.Sleeps);
        core.Pass(58.5);
        core.Heartbeat("w0");
        core.Close("w0");
        Assert.Null(core.Sleeps);
    }
}
