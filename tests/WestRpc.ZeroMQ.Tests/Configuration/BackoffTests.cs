using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>The time between attempts.</summary>
public sealed class BackoffTests
{
    [Fact]
    public void Next_ManyTimes_DoublesUpToTheMost()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), new Random(1));
        foreach (int full in (int[])[1, 2, 4, 5, 5])
            Assert.InRange(backoff.Next(), TimeSpan.FromSeconds(full / 2.0), TimeSpan.FromSeconds(full));
        backoff.Reset();
        Assert.InRange(backoff.Next(), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Next_OfMany_Differs() =>
        Assert.True(Enumerable.Range(0, 100).Select(static i => new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), new Random(i)).Next())
            .Distinct().Count() > 90);
}
