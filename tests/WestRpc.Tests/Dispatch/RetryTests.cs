using WestRpc.Dispatch;
using WestRpc.Wire;

namespace WestRpc.Tests.Dispatch;

/// <summary>Calls whose method threw and that are to run again.</summary>
public sealed class RetryTests
{
    private static readonly WorkOptions Retrying = new()
    {
        Retry = new RetryPolicy(typeof(IOException)) { MaxRetries = 2, Delay = TimeSpan.FromSeconds(1) },
    };

    private readonly CoreHarness core = new();

    public static TheoryData<Exception, bool> Thrown => new()
    {
        { new IOException("disk"), true },
        { new FileNotFoundException("derived"), true },
        { new InvalidOperationException("another"), false },
        { new AggregateException(new IOException("inside another")), false },
        { new EndOfStreamException("derived"), true },
    };

    [Theory]
    [MemberData(nameof(Thrown))]
    public void Fail_OfAType_IsRetriedWhereThatIsCovered(Exception thrown, bool retried)
    {
        foreach (bool asObject in (bool[])[false, true])
        {
            string item = $"{asObject}";
            core.JoinReady(asObject ? "w1" : "w0");
            core.Submit(item, options: Retrying);
            Assert.Equal(retried ? [] : [$"{item}: Failure"], core.Fail(item, thrown, asObject: asObject));
            if (retried)
                Assert.EndsWith($"Assign {item} #2", Assert.Single(core.Pass(0.5)), StringComparison.Ordinal);
            if (retried)
                core.End(item);
        }
    }

    [Fact]
    public void Fail_WithoutAPolicy_IsAFailure()
    {
        core.JoinReady("w0");
        core.Submit("a");
        Assert.Equal(["a: Failure"], core.Fail("a", new IOException()));
    }

    [Fact]
    public void Fail_ReportThatCannotBeRead_IsAFailure()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        Assert.Equal(["a: Failure"], core.End("a", FrameKind.Failure));
    }

    [Fact]
    public void Fail_MoreOftenThanItMay_IsAFailure()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.Fail("a", new IOException());
        Assert.Equal(["w0 < Assign a #2"], core.Pass(0.5));
        core.Fail("a", new IOException());
        Assert.Equal(["w0 < Assign a #3"], core.Pass(1));
        Assert.Equal(["a: Failure"], core.Fail("a", new IOException()));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.5, 0.75)]
    [InlineData(1, 1)]
    public void Fail_WithAChance_WaitsAccordingly(double chance, double seconds)
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.Fail("a", new IOException(), chance);
        Assert.Empty(core.Pass(seconds - 0.001));
        Assert.Equal(["w0 < Assign a #2"], core.Pass(0.001));
        core.Fail("a", new IOException(), chance);
        Assert.Empty(core.Pass((2 * seconds) - 0.001));
        Assert.Equal(["w0 < Assign a #3"], core.Pass(0.001));
    }

    [Fact]
    public void Fail_OthersWait_TheyGoOnAndItTakesItsPlaceAgain()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.SubmitAll(["b", "c"]);
        Assert.Equal(["w0 < Assign b #1"], core.Fail("a", new IOException()));
        Assert.Empty(core.Pass(0.5));
        Assert.Equal(["b: Result", "w0 < Assign a #2"], core.End("b", nanoseconds: 1_000_000_000));
        Assert.Equal(["a: Result", "w0 < Assign c #1"], core.End("a", nanoseconds: 1_000_000_000));
    }

    [Fact]
    public void Cancel_WhileItWaits_EndsAtOnce()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.Fail("a", new IOException());
        Assert.Equal(["a: Canceled"], core.Cancel("a"));
        Assert.Empty(core.Pass(100));
    }

    [Fact]
    public void Fail_AfterItWasCanceled_IsNotRetried()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.Cancel("a");
        Assert.Equal(["a: Failure"], core.Fail("a", new IOException()));
    }

    [Fact]
    public void Stop_WhileItWaits_EndsIt()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.Fail("a", new IOException());
        Assert.Equal(["a: Stopped", "w0 < Stop"], core.Stop());
        Assert.Empty(core.Pass(100));
    }

    [Fact]
    public void Close_InARetry_CountsAsALossAndNotAsARetry()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.Fail("a", new IOException());
        core.Pass(0.5);
        core.Close("w0");
        Assert.Equal(["w1 < Assign a #3"], core.JoinReady("w1"));
        Assert.Empty(core.Fail("a", new IOException()));
        Assert.Equal(["w1 < Assign a #4"], core.Pass(1));
        Assert.Equal(["a: Failure"], core.Fail("a", new IOException()));
        Assert.Equal([2], core.Item("a").Losses!.Select(static l => l.Attempt));
    }

    [Fact]
    public void Fail_NoWorkerThere_IsRetriedWhenOneCame()
    {
        core.JoinReady("w0");
        core.Submit("a", options: Retrying);
        core.Fail("a", new IOException());
        core.Close("w0");
        Assert.Empty(core.Pass(10));
        Assert.Null(core.Sleeps);
        Assert.Equal(["w1 < Assign a #2"], core.JoinReady("w1"));
    }

    [Fact]
    public void RetryPolicy_Delays_GrowAndStayInBounds()
    {
        var policy = new RetryPolicy(typeof(Exception)) { Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(5) };
        double[] expected = [1, 2, 4, 5, 5];
        for (int retry = 0; retry < expected.Length; retry++)
        {
            Assert.Equal(expected[retry] * 0.5e9, policy.DelayBefore(retry, 0));
            Assert.Equal(expected[retry] * 1e9, policy.DelayBefore(retry, 1));
            Assert.InRange(policy.DelayBefore(retry, 0.3), expected[retry] * 0.5e9, expected[retry] * 1e9);
        }

        Assert.Equal(5_000_000_000, policy.DelayBefore(int.MaxValue, 1));
        Assert.Equal(0, (policy with { Delay = TimeSpan.Zero }).DelayBefore(7, 1));
        Assert.InRange((policy with { MaxDelay = TimeSpan.MaxValue }).DelayBefore(int.MaxValue, 1), 0, Nanoseconds.Most);
    }

    [Fact]
    public void RetryPolicy_Nonsense_IsRefused()
    {
        Assert.Throws<ArgumentException>(static () => new RetryPolicy());
        Assert.Throws<ArgumentException>(static () => new RetryPolicy(typeof(IOException), typeof(string)));
        Assert.Throws<ArgumentNullException>(static () => new RetryPolicy(null!));
        Assert.Throws<ArgumentException>(static () => new RetryPolicy(typeof(IOException), null!));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new RetryPolicy(typeof(IOException)) { MaxRetries = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new RetryPolicy(typeof(IOException)) { Delay = -TimeSpan.FromTicks(1) });
        Assert.Throws<ArgumentOutOfRangeException>(static () => new RetryPolicy(typeof(IOException)) { MaxDelay = -TimeSpan.FromTicks(1) });
    }

    [Fact]
    public void RetryPolicy_TypesChangedAfterwards_IsAsItWasMade()
    {
        Type[] types = [typeof(IOException)];
        var policy = new RetryPolicy(types);
        types[0] = typeof(TimeoutException);
        Assert.Equal([typeof(IOException)], policy.On);
        Assert.True(policy.Covers(["System.IO.FileNotFoundException", "System.IO.IOException"]));
        Assert.False(policy.Covers(["System.TimeoutException"]));
    }
}
