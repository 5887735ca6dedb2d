using WestRpc.Dispatch;

namespace WestRpc.Tests.Dispatch;

/// <summary>What comes first.</summary>
public sealed class PriorityTests
{
    private const long Hour = 3_600_000_000_000;

    private static readonly WorkOptions Urgent = new() { Priority = 10 };
    private static readonly WorkOptions Idle = new() { Priority = -10 };

    private readonly CoreHarness core = new();

    [Fact]
    public void Assign_SeveralPriorities_HighestFirstAndEachInOrder()
    {
        core.SubmitAll(["i0", "i1"], Idle);
        core.SubmitAll(["n0", "n1"]);
        core.SubmitAll(["u0", "u1"], Urgent);
        core.Submit("n2");
        core.Submit("u2", options: Urgent);
        core.JoinReady("w0");
        Assert.Equal(["u0", "u1", "u2", "n0", "n1", "n2", "i0", "i1"], RunAll("w0"));
    }

    [Fact]
    public void Assign_HigherThanWhatRuns_IsNextAndInterruptsNothing()
    {
        core.JoinReady("w0");
        core.SubmitAll(["a", "b"]);
        Assert.Empty(core.Submit("u", options: Urgent));
        Assert.Equal(["a", "u", "b"], RunAll("w0"));
    }

    [Fact]
    public void Close_Returned_KeepsItsPlaceInItsPriority()
    {
        core.JoinReady("w0");
        core.Submit("n0");
        core.SubmitAll(["n1", "i0"]);
        core.Submit("u0", options: Urgent);
        core.Close("w0");
        core.JoinReady("w1");
        Assert.Equal(["u0", "n0", "n1", "i0"], RunAll("w1"));
    }

    [Fact]
    public void Assign_HighestCannotBePlaced_HoldsUpNobody()
    {
        core.Submit("gpu", options: Urgent with { Resources = new Dictionary<string, int> { ["gpu"] = 1 } });
        core.SubmitAll(["a", "b"]);
        core.JoinReady("w0");
        Assert.Equal(["a", "b"], RunAll("w0"));
        Assert.Equal(["w1 < Assign gpu #1"], core.JoinReady("w1", new WestRpc.Workers.ResourceSet([new("gpu", 1)])));
    }

    [Fact]
    public void Policy_OfOptionsCopiedWithAChange_IsItsOwn()
    {
        WorkTaskDescriptor task = FakeCall.DescriptorOf("Work");
        var options = new WorkOptions { Priority = 1, TimeLimit = TimeSpan.FromSeconds(1) };
        Assert.Equal(1, options.PolicyFor(task).Priority);
        Assert.Same(options.PolicyFor(task), options.PolicyFor(task));
        WorkOptions other = options with { Priority = 2 };
        Assert.Equal(2, other.PolicyFor(task).Priority);
        Assert.Equal(1_000_000_000, other.PolicyFor(task).TimeLimit);
        Assert.Equal(1, options.PolicyFor(task).Priority);
        Assert.Equal(options, other with { Priority = 1 });
        Assert.Equal(options.GetHashCode(), (other with { Priority = 1 }).GetHashCode());
    }

    [Fact]
    public void Policy_OfATaskThatSaysSomething_IsThatUnlessTheSubmissionSaysOtherwise()
    {
        var defaults = new WorkOptions { Priority = 3, MaxAttempts = 1, TimeLimit = TimeSpan.FromSeconds(9) };
        var task = new WorkTaskDescriptor(typeof(FakeCall), "Own", "Own() -> void", "hash", usesContext: false, (ref _, _) => null!, defaults);
        TaskPolicy policy = new WorkOptions { Priority = 0, Label = "one" }.PolicyFor(task);
        Assert.Equal((0, 1, 9_000_000_000), (policy.Priority, policy.MaxAttempts, policy.TimeLimit));
        Assert.Equal((3, 1, 9_000_000_000), (task.DefaultPolicy.Priority, task.DefaultPolicy.MaxAttempts, task.DefaultPolicy.TimeLimit));
    }

    [Fact]
    public void WorkOptions_Nonsense_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WorkOptions { MaxAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WorkOptions { TimeLimit = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WorkOptions { TimeLimit = Timeout.InfiniteTimeSpan });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new WorkOptions { KillAfterCancel = -TimeSpan.FromTicks(1) });
    }

    private List<string> RunAll(string worker)
    {
        var ran = new List<string>();
        while (core.HeldBy(worker) is [string first, ..])
        {
            ran.Add(first);
            core.End(first, nanoseconds: Hour);
        }

        return ran;
    }
}
