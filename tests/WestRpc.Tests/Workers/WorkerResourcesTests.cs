using WestRpc.Workers;

namespace WestRpc.Tests.Workers;

/// <summary>Which worker has which of its machine's resources.</summary>
public sealed class WorkerResourcesTests
{
    [Theory]
    [InlineData(2, 4, "0|1||")]
    [InlineData(4, 2, "0,1|2,3")]
    [InlineData(5, 3, "0,1|2,3|4")]
    [InlineData(1, 1, "0")]
    [InlineData(0, 2, "|")]
    public void Of_SomeAmongSome_SharesThemOut(int gpus, int workers, string expected) => Assert.Equal(
        expected, string.Join('|', Shares(gpus, workers).Select(static s => string.Join(',', s))));

    [Fact]
    public void Of_AnyAmongAny_EachNumberIsOfOneWorker()
    {
        for (int gpus = 0; gpus < 20; gpus++)
        {
            for (int workers = 1; workers < 20; workers++)
            {
                int[][] shares = [.. Shares(gpus, workers)];
                Assert.Equal(Enumerable.Range(0, gpus), shares.SelectMany(static s => s));
                Assert.True(shares.Max(static s => s.Length) - shares.Min(static s => s.Length) <= 1, "not fair");
            }
        }
    }

    [Fact]
    public void Parse_OfItsText_IsTheSame()
    {
        var options = new WorkManagerOptions
        {
            WorkerCount = 2, Resources = new Dictionary<string, int> { ["licence"] = 1, ["gpu"] = 4, ["big memory"] = 0 },
        };
        WorkerResources resources = WorkerResources.Of(options, 0);
        Assert.Equal("gpu=0,1;licence=0", resources.ToString());
        WorkerResources back = WorkerResources.Parse(resources.ToString());
        Assert.Equal(resources.Numbers, back.Numbers);
        Assert.Equal(resources.Offer, back.Offer);
        Assert.Equal("gpu=2,3", WorkerResources.Of(options, 1).ToString());
        Assert.Empty(WorkerResources.Parse("").Numbers);
        Assert.True(WorkerResources.Of(new WorkManagerOptions(), 0).Offer.IsEmpty);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("gpu=")]
    [InlineData("gpu=a")]
    [InlineData(";")]
    public void Parse_AnotherText_IsFormatException(string text) =>
        Assert.Throws<FormatException>(() => WorkerResources.Parse(text));

    private static IEnumerable<int[]> Shares(int gpus, int workers)
    {
        var options = new WorkManagerOptions { WorkerCount = workers, Resources = new Dictionary<string, int> { ["gpu"] = gpus } };
        return Enumerable.Range(0, workers).Select(
            i => WorkerResources.Of(options, i).Numbers.TryGetValue("gpu", out IReadOnlyList<int>? own) ? own.ToArray() : []);
    }
}
