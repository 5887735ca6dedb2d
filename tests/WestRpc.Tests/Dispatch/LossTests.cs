using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>What becomes of the calls of a worker that is gone.</summary>
public sealed class LossTests
{
    private readonly CoreHarness core = new();

    [Fact]
    public void Close_WithLeases_TheyTakeTheirOldPlaceAndRunAlone()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b", "c", "d", "e", "f"]);
        core.End("x");
        Assert.Equal(["a", "b", "c"], core.HeldBy("w0"));
        Assert.Empty(core.Close("w0"));
        Assert.Equal(["w1 < Assign a #2"], core.JoinReady("w1"));
        Assert.Equal(["a: Result", "w1 < Assign b #2"], core.End("a"));
        Assert.Equal(["w2 < Assign c #2"], core.JoinReady("w2"));
        Assert.Equal(["b: Result", "w1 < Assign d #1"], core.End("b"));
    }

    [Fact]
    public void Close_OtherWorkerIdle_TakesOver()
    {
        core.JoinReady("w0");
        core.JoinReady("w1");
        core.Submit("a");
        Assert.Equal(["w1 < Assign a #2"], core.Close("w0"));
        Assert.Equal(["a: Result"], core.End("a"));
    }

    [Fact]
    public void Close_OtherWorkerBusyWithShortTasks_WaitsUntilItIsIdle()
    {
        core.JoinReady("w0");
        core.SubmitAll(["x", "a", "b"]);
        core.End("x");
        core.JoinReady("w1");
        Assert.Equal(["a"], core.HeldBy("w0"));
        Assert.Equal(["b"], core.HeldBy("w1"));
        Assert.Empty(core.Close("w0"));
        Assert.Empty(core.SubmitAll(["c", "d", "e", "f", "g", "h", "i", "j"]));
        Assert.Equal(["b: Result", "w1 < Assign a #2"], core.End("b"));
        Assert.Equal("a: Result", core.End("a")[0]);
        Assert.Equal("c", core.HeldBy("w1")[0]);
    }

    [Fact]
    public void Close_EachAttempt_IsLostAfterTheLast()
    {
        core.Submit("a");
        core.Submit("b");
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal([$"w{i} < Assign a #{i + 1}"], core.JoinReady($"w{i}"));
            Assert.Empty(core.Close($"w{i}", $"end {i}"));
        }

        Assert.Equal(["w2 < Assign a #3"], core.JoinReady("w2"));
        Assert.Equal(["a: Lost"], core.Close("w2", "end 2"));
        Assert.Equal(["end 0", "end 1", "end 2"], core.Item("a").Losses!.Select(static l => l.Reason));
        Assert.Equal([0, 1, 2], core.Item("a").Losses!.Select(static l => l.WorkerIndex));
        Assert.Equal([1, 2, 3], core.Item("a").Losses!.Select(static l => l.Attempt));
        Assert.Equal(["w3 < Assign b #1"], core.JoinReady("w3"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Close_AttemptsOfTheSubmission_WinOverTheDefault(int attempts)
    {
        core.Submit("a", maxAttempts: attempts);
        for (int i = 0; i < attempts; i++)
        {
            core.JoinReady($"w{i}");
            Assert.Equal(i == attempts - 1 ? ["a: Lost"] : [], core.Close($"w{i}"));
        }
    }

    [Fact]
    public void Close_NothingHeld_NothingHappens()
    {
        core.JoinReady("w0");
        core.Join("w1");
        Assert.Empty(core.Close("w0"));
        Assert.Empty(core.Close("w1"));
        Assert.Empty(core.Submit("a"));
    }

    [Fact]
    public void Close_ManyAttempts_TheWireNumberStopsAt255()
    {
        core.Submit("a", maxAttempts: 1_000);
        for (int i = 0; i < 300; i++)
        {
            Assert.Equal([$"w{i} < Assign a #{Math.Min(i + 1, 255)}"], core.JoinReady($"w{i}"));
            core.Close($"w{i}");
        }
    }

    [Fact]
    public void Frame_OfAClosedLease_HasNoEffect()
    {
        core.JoinReady("w0");
        core.Submit("a");
        ulong first = core.LeaseOf("a");
        core.Close("w0");
        core.JoinReady("w1");
        Assert.Empty(core.Frame("w0", first));
        Assert.Equal(WorkItemState.Leased, core.Item("a").State);
        Assert.Equal(["a: Result"], core.End("a"));
        Assert.Empty(core.Frame("w1", core.LeaseOf("a")));
    }

    [Fact]
    public void Frame_OfAnotherWorkersLease_HasNoEffect()
    {
        core.JoinReady("w0");
        core.JoinReady("w1");
        core.Submit("a");
        Assert.Empty(core.Frame("w1", core.LeaseOf("a")));
        Assert.Equal(["a: Result"], core.Frame("w0", core.LeaseOf("a")));
    }

    [Fact]
    public void Frame_OfALeaseWhoseSlotIsUsedAgain_HasNoEffect()
    {
        core.JoinReady("w0");
        core.Submit("a");
        ulong old = core.LeaseOf("a");
        core.End("a");
        core.Submit("b");
        Assert.Equal((uint)old, (uint)core.LeaseOf("b"));
        Assert.Empty(core.Frame("w0", old));
        Assert.Equal(["b: Result"], core.End("b"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 32 | 63)]
    [InlineData(1UL << 32 | 1_000_000)]
    public void Frame_OfALeaseThatNeverWas_HasNoEffect(ulong lease)
    {
        core.JoinReady("w0");
        core.Submit("a");
        Assert.Empty(core.Frame("w0", lease));
        Assert.Equal(["a: Result"], core.End("a"));
    }
}
