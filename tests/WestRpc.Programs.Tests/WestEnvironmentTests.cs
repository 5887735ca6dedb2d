using System.Globalization;
using System.Numerics;

namespace WestRpc.Programs.Tests;

/// <summary>The variables of WESTPA's executable propagator.</summary>
public sealed class WestEnvironmentTests
{
    [Fact]
    public void For_ContinuedSegment_NamesItsParent()
    {
        IReadOnlyDictionary<string, string?> all = WestEnvironment.For(new WestSegment(12, 3) { Root = "/sim", ParentId = 7 });
        Assert.Equal("/sim", all["WEST_SIM_ROOT"]);
        Assert.Equal("12", all["WEST_CURRENT_ITER"]);
        Assert.Equal("3", all["WEST_CURRENT_SEG_ID"]);
        Assert.Equal("/sim/traj_segs/000012/000003", all["WEST_CURRENT_SEG_DATA_REF"]);
        Assert.Equal("SEG_INITPOINT_CONTINUES", all["WEST_CURRENT_SEG_INITPOINT_TYPE"]);
        Assert.Equal("7", all["WEST_PARENT_ID"]);
        Assert.Equal("/sim/traj_segs/000011/000007", all["WEST_PARENT_DATA_REF"]);
        Assert.Null(all["WEST_BSTATE_ID"]);
    }

    [Fact]
    public void For_NewTrajectory_NamesItsStates()
    {
        IReadOnlyDictionary<string, string?> all = WestEnvironment.For(new WestSegment(1, 0)
        {
            Root = "/sim", DataRef = "/data/1/0", BasisStateId = 2, BasisStateDataRef = "bstates/c.gro", InitialStateId = 5,
        });
        Assert.Equal("SEG_INITPOINT_NEWTRAJ", all["WEST_CURRENT_SEG_INITPOINT_TYPE"]);
        Assert.Equal("/data/1/0", all["WEST_CURRENT_SEG_DATA_REF"]);
        Assert.Equal(("2", "/sim/bstates/c.gro"), (all["WEST_BSTATE_ID"], all["WEST_BSTATE_DATA_REF"]));
        Assert.Equal(("5", null), (all["WEST_ISTATE_ID"], all["WEST_ISTATE_DATA_REF"]));
        Assert.Equal("/sim/bstates/c.gro", all["WEST_PARENT_DATA_REF"]);
        Assert.Null(all["WEST_PARENT_ID"]);
    }

    [Fact]
    public void For_SameSeedAndSegment_HasTheSameRandomValuesEverywhere()
    {
        IReadOnlyDictionary<string, string?> all = WestEnvironment.For(new WestSegment(1, 0) { Seed = 42 });
        Assert.Equal(
            "1410 2277552811 2719701140990911371 138154613149175986264058886362453910013 0.33216177833811655",
            string.Join(' ', ((string[])["16", "32", "64", "128", "FLOAT"]).Select(n => all[$"WEST_RAND{n}"])));
    }

    [Theory]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("/no/such/")]
    [InlineData("/no/such/simulation")]
    public void PrepareDirectory_ThatHoldsTheSimulation_IsRefused(string path) => Assert.Throws<ArgumentException>(
        () => WestEnvironment.PrepareDirectory(new WestSegment(1, 0) { Root = "/no/such/simulation", DataRef = path }));

    [Fact]
    public void For_OtherSeedIterationOrSegment_HasOthersInTheirRanges()
    {
        IReadOnlyDictionary<string, string?>[] all =
        [
            .. Enumerable.Range(0, 300).Select(static i => WestEnvironment.For(new WestSegment(1, i))),
            .. Enumerable.Range(2, 300).Select(static i => WestEnvironment.For(new WestSegment(i, 0))),
            .. Enumerable.Range(1, 300).Select(static i => WestEnvironment.For(new WestSegment(1, 0) { Seed = (ulong)i })),
        ];
        foreach ((string name, int bits) in ((string, int)[])[("WEST_RAND32", 32), ("WEST_RAND64", 64), ("WEST_RAND128", 128)])
        {
            BigInteger[] values = [.. all.Select(a => BigInteger.Parse(a[name]!, CultureInfo.InvariantCulture))];
            Assert.Equal(values.Length, values.Distinct().Count());
            Assert.All(values, v => Assert.InRange(v, BigInteger.Zero, (BigInteger.One << bits) - 1));
            Assert.Contains(values, v => v >> (bits - 1) == 1);
        }

        Assert.All(all, static a => Assert.InRange(ushort.Parse(a["WEST_RAND16"]!, CultureInfo.InvariantCulture), ushort.MinValue, ushort.MaxValue));
        double mean = all.Average(static a => double.Parse(a["WEST_RANDFLOAT"]!, CultureInfo.InvariantCulture));
        Assert.InRange(mean, 0.45, 0.55);
    }
}
