using WeightedEnsemble.Model;
using WeightedEnsemble.Sampling;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary>
/// That the sampling and its intervals are right, over seeds 1, 2, 3 … against the exact answer, and that the same checks
/// find a wrong one. The draws are the same in each run on one type of CPU, so that a check which fails by chance would
/// have done so when it was written. For right sampling that chance was: fewer than 15 of 20 or 32 of 40 intervals that
/// hold, 3e-4 and 3e-4 if 95 % of them do, 1 % and 2 % if only 90 % do; a mean off by three standard errors, 0.7 % for 20
/// seeds and 0.5 % for 40 (Student's t); bins, 0.1 %.
/// </summary>
public sealed class ProofTests(ITestOutputHelper output)
{
    private const double MostOff = 3;
    private const double LeastChance = 0.001;
    private const int Limit = 300_000;
    private const int LongLimit = 3_600_000;

    public static bool IsShort => Environment.GetEnvironmentVariable("WESTRPC_LONG") != "1";

    [Fact(Timeout = Limit)]
    public Task Over_20_seeds_of_a_small_double_well() => ProveAsync(Systems.SmallDoubleWell, seeds: 20, leastHeld: 15);

    [Fact(Timeout = Limit)]
    public Task Over_20_seeds_of_a_small_oscillating_potential() => ProveAsync(Systems.SmallOscillating, seeds: 20, leastHeld: 15);

    [Theory(Timeout = LongLimit, Skip = "long: ./test.sh --long", SkipWhen = nameof(IsShort))]
    [InlineData("double-well.json")]
    [InlineData("odld.json")]
    public Task Over_40_seeds_of_what_is_shipped(string name) => ProveAsync(InputFile.Read(name), seeds: 40, leastHeld: 32);

    [Fact(Timeout = Limit)]
    public Task Any_survivor_in_place_of_the_weighted_choice_is_found() => RefuteAsync(new AnyOfThem(), mostHeld: 14);

    [Fact(Timeout = Limit)]
    public Task The_lightest_survivor_in_place_of_the_weighted_choice_is_found() => RefuteAsync(new TheLightest(), mostHeld: 14);

    /// <summary>It shifts the rate by less than half of one run's interval: only many runs together tell.</summary>
    [Fact(Timeout = Limit)]
    public Task The_heaviest_survivor_in_place_of_the_weighted_choice_is_found() => RefuteAsync(new TheHeaviest(), mostHeld: 20);

    private async Task ProveAsync(SimulationInput input, int seeds, int leastHeld)
    {
        Evidence evidence = await Evidence.GatherAsync(input, seeds);
        output.WriteLine(evidence.ToString());
        Assert.True(evidence.Held >= leastHeld, evidence.ToString());
        Assert.True(Math.Abs(evidence.MeanOff) <= MostOff, evidence.ToString());
        Assert.True(evidence.BinsByChance >= LeastChance, evidence.ToString());
    }

    /// <summary>Each check that a right resampler passes rejects this one, for both systems.</summary>
    private async Task RefuteAsync(Resampler wrong, int mostHeld)
    {
        foreach (SimulationInput input in (SimulationInput[])[Systems.SmallDoubleWell, Systems.SmallOscillating])
        {
            Evidence evidence = await Evidence.GatherAsync(input, seeds: 20, wrong);
            output.WriteLine(evidence.ToString());
            Assert.True(evidence.Held <= mostHeld, evidence.ToString());
            Assert.True(Math.Abs(evidence.MeanOff) > MostOff, evidence.ToString());
            Assert.True(evidence.BinsByChance < LeastChance, evidence.ToString());
        }
    }

    private sealed class AnyOfThem : Resampler
    {
        protected override int Survivor(IReadOnlyList<Walker> bin, int lightest, double sum, ref RandomStream random) =>
            (int)(random.Uniform() * lightest);
    }

    private sealed class TheHeaviest : Resampler
    {
        protected override int Survivor(IReadOnlyList<Walker> bin, int lightest, double sum, ref RandomStream random) => lightest - 1;
    }

    private sealed class TheLightest : Resampler
    {
        protected override int Survivor(IReadOnlyList<Walker> bin, int lightest, double sum, ref RandomStream random) => 0;
    }
}
