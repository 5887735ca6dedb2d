using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>Which worker gets which call, and in which order.</summary>
public sealed class AssignmentTests
{
    private readonly CoreHarness core = new();

    [Fact]
    public void Submit_NoWorkers_Waits()
    {
        Assert.Empty(core.Submit("a"));
        Assert.Empty(core.Submit("b"));
        Assert.Equal(["w0 < Assign a #1"], core.JoinReady("w0"));
        Assert.Equal(["w1 < Assign b #1"], core.JoinReady("w1"));
    }

    [Fact]
    public void Submit_JoinedButNotReady_Waits()
    {
        Assert.Empty(core.Join("w0"));
        Assert.Empty(core.Submit("a"));
        Assert.Equal(["w0 < Welcome"], core.Reply("w0", FrameKind.Welcome));
        Assert.Equal(["w0 < Assign a #1"], core.Ready("w0"));
    }

    [Fact]
    public void Submit_IdleWorkers_TheOneThatWorkedLastIsNext()
    {
        core.JoinReady("w0");
        core.JoinReady("w1");
        Assert.Equal(["w0 < Assign a #1"], core.Submit("a"));
        Assert.Equal(["a: Result"], core.End("a"));
        Assert.Equal(["w0 < Assign b #1"], core.Submit("b"));
        Assert.Equal(["w1 < Assign c #1"], core.Submit("c"));
        Assert.Equal(["c: Result"], core.End("c"));
        Assert.Equal(["b: Result"], core.End("b"));
        Assert.Equal(["w0 < Assign d #1"], core.Submit("d"));
    }

    [Fact]
    public void End_TasksWaiting_NextIsTheOldest()
    {
        core.JoinReady("w0");
        Assert.Equal(["w0 < Assign a #1"], core.SubmitAll(["a", "b", "c"]));
        Assert.Equal(["a: Failure", "w0 < Assign b #1"], core.End("a", FrameKind.Failure));
        Assert.Equal(["b: Result", "w0 < Assign c #1"], core.End("b"));
        Assert.Equal(["c: Result"], core.End("c"));
    }

    [Fact]
    public void Assign_EncodedTask_IsDefinedOnceForEachWorker()
    {
        WorkTaskDescriptor other = FakeCall.DescriptorOf("Other");
        core.JoinReady("w0");
        Assert.Equal(["w0 < Define Work", "w0 < Assign a #1"], core.Submit("a", bytes: 1));
        core.End("a");
        Assert.Equal(["w0 < Assign b #1"], core.Submit("b", bytes: 1));
        core.End("b");
        Assert.Equal(["w0 < Define Other", "w0 < Assign c #1"], core.Submit("c", bytes: 1, task: other));
        core.JoinReady("w1");
        Assert.Equal(["w1 < Define Other", "w1 < Assign d #1"], core.Submit("d", bytes: 1, task: other));
    }

    [Fact]
    public void End_AnyKind_OutcomeNamesTheWorker()
    {
        core.JoinReady("w7");
        core.Submit("a");
        core.End("a", FrameKind.Failure);
        Assert.Equal(7, core.OutcomeOf("a").Worker!.Index);
    }
}
