using WestRpc.Dispatch;
using WestRpc.Workers;

namespace WestRpc.Tests.Dispatch;

/// <summary>Calls that need something of their worker.</summary>
public sealed class ResourceTests
{
    private static readonly ResourceSet OneGpu = new([new("gpu", 1)]);
    private static readonly ResourceSet TwoGpus = new([new("gpu", 2)]);
    private static readonly WorkOptions NeedsGpu = new() { Resources = new Dictionary<string, int> { ["gpu"] = 1 } };
    private static readonly WorkOptions NeedsTwo = new() { Resources = new Dictionary<string, int> { ["gpu"] = 2 } };

    private readonly CoreHarness core = new();

    [Fact]
    public void Submit_NeedsAResource_GoesOnlyWhereItIs()
    {
        core.JoinReady("w0");
        core.JoinReady("w1", OneGpu);
        core.JoinReady("w2");
        Assert.Equal(["w1 < Assign a #1"], core.Submit("a", options: NeedsGpu));
        Assert.Empty(core.Submit("b", options: NeedsGpu));
        Assert.Equal(["a: Result", "w1 < Assign b #1"], core.End("a", nanoseconds: 1_000_000_000));
    }

    [Fact]
    public void Submit_NeedsMoreThanAWorkerHas_WaitsForOneThatHas()
    {
        core.JoinReady("w0", OneGpu);
        Assert.Empty(core.Submit("a", options: NeedsTwo));
        Assert.Equal(["w1 < Assign a #1"], core.JoinReady("w1", TwoGpus));
        Assert.Equal(["w0 < Assign b #1"], core.Submit("b", options: NeedsGpu));
    }

    [Fact]
    public void Submit_PlainTask_PrefersTheWorkerThatOffersNothing()
    {
        core.JoinReady("w0", OneGpu);
        core.JoinReady("w1");
        Assert.Equal(["w1 < Assign a #1"], core.Submit("a"));
        Assert.Equal(["w0 < Assign b #1"], core.Submit("b"));
        core.End("a");
        core.End("b");
        Assert.Equal(["w1 < Assign c #1"], core.Submit("c"));
    }

    [Fact]
    public void Submit_OneGpu_PrefersTheWorkerThatHasNoMore()
    {
        core.JoinReady("w0", TwoGpus);
        core.JoinReady("w1", OneGpu);
        Assert.Equal(["w1 < Assign a #1"], core.Submit("a", options: NeedsGpu));
        Assert.Equal(["w0 < Assign b #1"], core.Submit("b", options: NeedsGpu));
    }

    [Fact]
    public void Submit_NewRequirement_FindsTheWorkersThatAreThereAndWhatTheyHold()
    {
        core.JoinReady("w0", OneGpu);
        core.JoinReady("w1", OneGpu);
        core.Submit("plain");
        Assert.Equal(["plain"], core.HeldBy("w0"));
        Assert.Equal(["w1 < Assign a #1"], core.Submit("a", options: NeedsGpu));
        Assert.Empty(core.Submit("b", options: NeedsGpu));
        Assert.Equal(["plain: Result", "w0 < Assign b #1"], core.End("plain", nanoseconds: 1_000_000_000));
    }

    [Fact]
    public void Submit_NoWorkerHasItAndItMayWait_SaysSoOnceAndWaits()
    {
        var core = new CoreHarness(new DispatchSettings { Offers = [OneGpu], WaitForResources = true });
        Assert.Equal(["a waits for what no worker offers"], core.Submit("a", options: NeedsTwo));
        Assert.Empty(core.Submit("b", options: NeedsTwo));
        Assert.Empty(core.JoinReady("w0", OneGpu));
        Assert.Equal(["w1 < Assign a #1"], core.JoinReady("w1", new ResourceSet([new("gpu", 2)])));
    }

    [Fact]
    public void Submit_NoWorkerWillEverHaveIt_Fails()
    {
        var known = new CoreHarness(new DispatchSettings { Offers = [ResourceSet.None, OneGpu] });
        Assert.Equal(["a: Unmeetable"], known.Submit("a", options: NeedsTwo));
        Assert.Equal("2 gpu", known.OutcomeOf("a").Object);
        Assert.Equal(["b: Unmeetable"], known.Submit("b", options: new WorkOptions { Resources = new Dictionary<string, int> { ["licence"] = 1 } }));
        Assert.Empty(known.Submit("c", options: NeedsGpu));
        Assert.Equal(["w0 < Assign c #1"], known.JoinReady("w0", OneGpu));
    }

    [Fact]
    public void Submit_NeedsNoneOfSomething_IsAPlainTask()
    {
        var known = new CoreHarness(new DispatchSettings { Offers = [ResourceSet.None] });
        known.JoinReady("w0");
        Assert.Equal(
            ["w0 < Assign a #1"], known.Submit("a", options: new WorkOptions { Resources = new Dictionary<string, int> { ["gpu"] = 0 } }));
        Assert.Empty(known.Submit("b"));
        Assert.Equal(["a: Result", "w0 < Assign b #1"], known.End("a", nanoseconds: 1_000_000_000));
    }

    [Fact]
    public void Close_TheOnlyOneThatHasIt_WaitsForItsReplacement()
    {
        core.JoinReady("w0", OneGpu);
        core.JoinReady("w1");
        core.Submit("a", options: NeedsGpu);
        Assert.Empty(core.Close("w0"));
        Assert.Equal(["w2 < Assign a #2"], core.JoinReady("w2", OneGpu));
    }

    [Fact]
    public void Close_OneOfTwo_TheRestOfTheQueueIsForTheOther()
    {
        core.JoinReady("w0", OneGpu);
        core.JoinReady("w1", OneGpu);
        core.SubmitAll(["x", "y", "a", "b", "c", "d"], NeedsGpu);
        core.Close("w1");
        core.End("x");

        // Of the five that are left, the lost one runs alone first.
        Assert.Equal(["y"], core.HeldBy("w0"));
        core.End("y");

        // Four: one runs, and with one worker that has it the half of what waits then is held besides.
        Assert.Equal(["a", "b"], core.HeldBy("w0"));
    }

    [Fact]
    public void Assign_TwoSignatures_EachInItsOwnOrder()
    {
        core.SubmitAll(["g0", "g1"], NeedsGpu);
        core.SubmitAll(["p0", "p1"]);
        Assert.Equal(["w0 < Assign p0 #1"], core.JoinReady("w0"));
        Assert.Equal(["w1 < Assign g0 #1"], core.JoinReady("w1", OneGpu));
        Assert.Equal(["g0: Result", "w1 < Assign g1 #1"], core.End("g0", nanoseconds: 1_000_000_000));
        Assert.Equal(["p0: Result", "w0 < Assign p1 #1"], core.End("p0", nanoseconds: 1_000_000_000));
    }

    [Fact]
    public void ResourceSet_SameAmounts_AreEqualInAnyOrder()
    {
        var a = new ResourceSet([new("gpu", 1), new("licence", 2), new("none", 0)]);
        var b = new ResourceSet([new("licence", 2), new("gpu", 1)]);
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, OneGpu);
        Assert.True(a.Covers(OneGpu));
        Assert.False(OneGpu.Covers(a));
        Assert.True(OneGpu.Covers(ResourceSet.None));
        Assert.True(new ResourceSet([new("gpu", 0)]).IsEmpty);
        Assert.Equal("1 gpu, 2 licence", a.ToString());
    }
}
