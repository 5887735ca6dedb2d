using WeightedEnsemble.Model;
using WeightedEnsemble.Sampling;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary>Splitting and merging: what is kept always, and what is kept on average.</summary>
public sealed class ResamplerTests
{
    private const int Draws = 20_000;

    // Standard errors that a right mean may be off by; the draws are the same in each run.
    private const double Generous = 5;

    // What has this many chances to be seen is missed with a probability of e^-10.
    private const double Rare = 10;

    private static readonly Resampler Standard = new();

    [Theory]
    [InlineData(5_000, 1, 80, 40)]
    [InlineData(500, 1, 1, 40)]
    [InlineData(500, 1, 40, 1)]
    [InlineData(30, 3_000, 6_000, 40)]
    [InlineData(30, 1, 40, 6_000)]
    [InlineData(10, 3_000, 6_000, 6_000)]
    public void A_bin_keeps_its_weight_and_gets_its_number_of_walkers(int bins, int fewest, int most, int mostWanted)
    {
        var random = new RandomStream(seed: 1, iteration: fewest, place: most + mostWanted);
        for (int i = 0; i < bins; i++)
        {
            int count = 1 + (int)(random.Uniform() * mostWanted);
            int walkers = fewest + (int)(random.Uniform() * (most - fewest + 1));
            double orders = 30 * random.Uniform();
            List<Walker> bin = Bin([.. Enumerable.Range(0, walkers).Select(_ => Math.Pow(10, -orders * random.Uniform()))]);
            double before = Sum(bin);

            Standard.ResampleBin(bin, count, ref random);

            Assert.Equal(count, bin.Count);
            Assert.Equal(1, Sum(bin) / before, 1e-12);
            Assert.All(bin, w =>
            {
                Assert.True(w.Weight > 0);
                Assert.InRange(w.Parent, 0, walkers - 1);
                Assert.Equal(w.Parent, w.Position);
            });
        }
    }

    /// <summary>
    /// Of 160 bins, each with an observable of its own: the mean over resamplings. Five standard errors are exceeded by chance
    /// in one of 160 with a probability of 1e-4. Where weights are orders apart the mean hangs on survivors so rare that the
    /// standard error does not know of them: what happens less than once in <see cref="Rare"/> draws is allowed for.
    /// </summary>
    [Theory]
    [InlineData(40, 2, 3_000, 0)]
    [InlineData(2_000, 2, 200, 0)]
    [InlineData(40, 30, 3_000, Rare)]
    [InlineData(2_000, 30, 1_000, Rare)]
    public void On_average_every_observable_keeps_its_value(int most, double orders, int draws, double rare)
    {
        for (int i = 0; i < 40; i++)
        {
            var random = new RandomStream(seed: 5, iteration: i, place: most);
            double[] weights = [.. Enumerable.Range(0, 1 + (int)(random.Uniform() * most)).Select(_ => Math.Pow(10, -orders * random.Uniform()))];
            double[] observable = [.. weights.Select(_ => random.Normal())];
            int count = 1 + (int)(random.Uniform() * 20);
            double expected = weights.Select((w, k) => w * observable[k]).Sum();
            double sum = 0;
            double squares = 0;
            for (int draw = 0; draw < draws; draw++)
            {
                List<Walker> bin = Bin(weights);
                Standard.ResampleBin(bin, count, ref random);
                double off = bin.Sum(w => w.Weight * observable[w.Parent]) - expected;
                sum += off;
                squares += off * off;
            }

            double error = Math.Sqrt(squares) / draws;
            Assert.InRange(Math.Abs(sum / draws), 0, (Generous * error) + (((rare / draws * (observable.Max() - observable.Min())) + 1e-12) * weights.Sum()));
        }
    }

    [Fact]
    public void The_survivor_of_a_merge_is_chosen_in_proportion_to_weight()
    {
        double[] weights = [0.1, 0.2, 0.3, 0.4];
        int[] survived = new int[weights.Length];
        for (int i = 0; i < Draws; i++)
        {
            List<Walker> bin = Bin(weights);
            var random = new RandomStream(seed: 2, iteration: i, place: -1);
            Standard.ResampleBin(bin, 1, ref random);
            survived[Assert.Single(bin).Parent]++;
        }

        Assert.All(weights, (weight, k) =>
            Assert.Equal(weight, (double)survived[k] / Draws, Generous * Math.Sqrt(weight * (1 - weight) / Draws)));
    }

    [Theory]
    [InlineData(3, 0.02, 0.03, 0.05, 0.1, 0.3, 0.5)]
    [InlineData(6, 0.01, 0.02, 0.05, 0.9)]
    [InlineData(4, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25)]
    public void On_average_each_walker_keeps_its_weight(int count, params double[] weights)
    {
        double[] sum = new double[weights.Length];
        double[] squares = new double[weights.Length];
        for (int i = 0; i < Draws; i++)
        {
            List<Walker> bin = Bin(weights);
            var random = new RandomStream(seed: 3, iteration: i, place: -1);
            Standard.ResampleBin(bin, count, ref random);
            for (int k = 0; k < weights.Length; k++)
            {
                double kept = bin.Where(w => w.Parent == k).Sum(static w => w.Weight);
                sum[k] += kept;
                squares[k] += kept * kept;
            }
        }

        Assert.All(weights, (weight, k) =>
        {
            double mean = sum[k] / Draws;
            double error = Math.Sqrt(Math.Max(0, (squares[k] / Draws) - (mean * mean)) / Draws);
            Assert.Equal(weight, mean, (Generous * error) + (1e-9 * weight));
        });
    }

    [Fact]
    public void Every_occupied_bin_is_filled_in_order_and_no_other()
    {
        Walker[] walkers = [new(2.5, 0.3, 0), new(0.5, 0.2, 1), new(2.6, 0.1, 2), new(-7, 0.4, 3)];
        List<Walker> next = Standard.Resample(walkers, new Bins([0, 1, 2, 3, 4], 5), seed: 1, iteration: 1);
        Assert.Equal(10, next.Count);
        Assert.All(next.Take(5), static w => Assert.True(w.Position < 1));
        Assert.All(next.Skip(5), static w => Assert.InRange(w.Position, 2, 3));
        Assert.Equal(0.6, next.Take(5).Sum(static w => w.Weight), 1e-12);
        Assert.Equal(0.4, next.Skip(5).Sum(static w => w.Weight), 1e-12);
    }

    [Theory]
    [InlineData(double.Epsilon)]
    [InlineData(double.Epsilon, double.Epsilon, double.Epsilon)]
    [InlineData(3e-323, 1e-310, 1e-305)]
    public void Weights_that_underflow_are_not_divided(params double[] weights)
    {
        List<Walker> bin = Bin(weights);
        var random = new RandomStream(seed: 4, iteration: 0, place: 0);
        Standard.ResampleBin(bin, 20, ref random);
        Assert.InRange(bin.Count, 1, 20);
        Assert.All(bin, static w => Assert.True(w.Weight > 0));
        Assert.Equal(weights.Sum(), bin.Sum(static w => w.Weight));
    }

    /// <summary>Smallest first: what rounding adds to it is not what is tested.</summary>
    private static double Sum(IEnumerable<Walker> bin) => bin.Select(static w => w.Weight).Order().Sum();

    /// <summary>A bin whose walkers' positions tell who their parents are.</summary>
    private static List<Walker> Bin(double[] weights) => [.. weights.Select(static (w, i) => new Walker(i, w, i))];
}
