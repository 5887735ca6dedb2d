using WestRpc.Mpi.Ranks;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Mpi.Tests.Ranks;

public sealed class RunTermsTests
{
    [Fact]
    public void Terms_come_back_as_they_were_written()
    {
        var terms = RunTerms.Of(new WorkManagerOptions { MaxMessageBytes = 2_000_000, HeartbeatTimeout = TimeSpan.FromSeconds(7) });
        Assert.Equal(terms, RunTerms.Read(terms.Write()));
        Assert.Equal(new RunTerms(2_000_000, 10_000, 7_000), terms);
    }

    [Fact]
    public void What_differs_is_named()
    {
        var master = RunTerms.Of(new WorkManagerOptions());
        Assert.Equal("", master.DifferencesFrom(master));
        Assert.Equal("WM_HEARTBEAT_TIMEOUT", (master with { Silence = 1 }).DifferencesFrom(master));
    }

    [Fact]
    public void Terms_that_lack_something_are_no_terms() =>
        Assert.Throws<WireException>(() => RunTerms.Read(new Dictionary<string, string>()));

    [Fact]
    public void What_a_rank_says_of_itself_comes_back()
    {
        var about = new AboutRank(new WorkerIdentity(3, "node", 17), new Dictionary<string, int> { ["gpu"] = 2 }, "WM_A");
        AboutRank back = AboutRank.Read(TextMap.Read(about.Write()));
        Assert.Equal((about.Worker, about.Differences), (back.Worker, back.Differences));
        Assert.Equal(about.Offer, back.Offer);
        Assert.Throws<WireException>(() => AboutRank.Read(new Dictionary<string, string>()));
    }

    [Theory]
    [InlineData("gpu=many")]
    [InlineData("gpu=-1")]
    [InlineData("gpu=1,gpu=1")]
    [InlineData("gpu")]
    public void A_rank_that_offers_no_amount_breaks_the_protocol(string resources)
    {
        Dictionary<string, string> about = TextMap.Read(new AboutRank(new WorkerIdentity(0, "node", 17), new Dictionary<string, int>(), "").Write());
        Assert.Empty(AboutRank.Read(about).Offer);
        about[AboutRank.Resources] = resources;
        Assert.Throws<WireException>(() => AboutRank.Read(about));
    }
}
