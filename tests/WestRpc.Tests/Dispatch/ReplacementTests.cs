using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>Workers that are relieved: after so many tasks, or when they have grown too large.</summary>
public sealed class ReplacementTests
{
    private readonly CoreHarness core = new(new DispatchSettings { MaxTasksPerWorker = 3, MaxWorkerMemory = 1 << 30 });

    [Fact]
    public void End_ShortTasks_EachWorkerGetsExactlyItsNumber()
    {
        core.SubmitAll(Enumerable.Range(0, 9).Select(static i => $"t{i}"));
        for (int worker = 0; worker < 3; worker++)
        {
            core.JoinReady($"w{worker}");
            string[] last = [];
            for (int i = 0; i < 3; i++)
            {
                Assert.InRange(core.HeldBy($"w{worker}").Count, 1, 3 - i);
                last = core.End($"t{(3 * worker) + i}");
            }

            Assert.Equal([$"t{(3 * worker) + 2}: Result", $"w{worker} < Stop"], last);
            Assert.True(core.IsCondemned($"w{worker}"));
            Assert.Empty(core.Close($"w{worker}", "exit code 0"));
        }
    }

    [Fact]
    public void End_TheLastOne_GetsNothingMoreWhileItEnds()
    {
        core.JoinReady("w0");
        core.SubmitAll(["a", "b", "c", "d"]);
        core.End("a");
        core.End("b");
        Assert.Equal(["c: Result", "w0 < Stop"], core.End("c"));
        Assert.Empty(core.Submit("e"));
        Assert.Empty(core.Pass(4));
        Assert.Equal(["kill w0: it did not end within 5 s of being told to"], core.Pass(1));
        Assert.Empty(core.Pass(100));
        Assert.Empty(core.Close("w0", "exit code 0"));
        Assert.Equal(["w1 < Assign d #1"], core.JoinReady("w1").Take(1));
    }

    [Fact]
    public void Heartbeat_TooLarge_LeavesWhenItHoldsNothing()
    {
        core.JoinReady("w0");
        core.SubmitAll(["a", "b"]);
        Assert.Empty(core.Heartbeat("w0", 1 << 30));
        Assert.Empty(core.Heartbeat("w0", (1 << 30) + 1));
        Assert.Empty(core.Heartbeat("w0", (1 << 30) + 2));
        Assert.Equal(["a: Result", "w0 < Stop"], core.End("a"));
        core.Close("w0", "exit code 0");
        Assert.Equal(["w1 < Assign b #1"], core.JoinReady("w1"));
    }

    [Fact]
    public void Heartbeat_TooLargeWithPrefetched_FinishesThemFirst()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c"]);
        core.End("x");
        Assert.Equal(["a", "b"], core.HeldBy("w0"));
        Assert.Empty(core.Heartbeat("w0", long.MaxValue));
        Assert.Equal(["a: Result"], core.End("a"));
        Assert.Equal(["b: Result", "w0 < Stop"], core.End("b"));
    }

    [Fact]
    public void Heartbeat_TooLargeAndIdle_LeavesAtOnce()
    {
        core.JoinReady("w0");
        Assert.Equal(["w0 < Stop"], core.Heartbeat("w0", long.MaxValue));
        Assert.Empty(core.Heartbeat("w0", long.MaxValue));
    }

    [Fact]
    public void Frame_GivenBack_DoesNotCount()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c"]);
        core.End("x");
        core.JoinReady("w1");
        core.End("c");
        core.Pass(0.002);
        core.End("b", WestRpc.Wire.FrameKind.Recalled);
        Assert.Equal(["a: Result"], core.End("a"));
        Assert.Equal(["w0 < Assign d #1"], core.Submit("d"));
        Assert.Equal(["d: Result", "w0 < Stop"], core.End("d"));
    }

    [Fact]
    public void End_OnAThread_IsNeverRelieved()
    {
        core.JoinReady("w0", sharesMemory: true);
        core.SubmitAll(Enumerable.Range(0, 50).Select(static i => $"t{i}"));
        for (int i = 0; i < 50; i++)
            Assert.DoesNotContain("w0 < Stop", core.End($"t{i}"));
    }

    [Fact]
    public void Stop_WhileOneIsRelieved_EndsOnce()
    {
        core.JoinReady("w0");
        core.SubmitAll(["a", "b"]);
        core.Heartbeat("w0", long.MaxValue);
        Assert.Equal(["b: Stopped", "w0 < Cancel a", "a: Stopped", "w0 < Stop"], core.Stop());
        Assert.Empty(core.Close("w0"));
    }
}
