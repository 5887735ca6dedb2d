using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using WeightedEnsemble.Analysis;
using WeightedEnsemble.Model;
using WeightedEnsemble.Sampling;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary>What runs from seeds 1 to N say of the exact answer; the seeds are never picked.</summary>
internal sealed class Evidence
{
    // Regions whose weights are compared together; what is left is in the one that makes up the 1.
    private const int Regions = 5;

    // A bin that is hardly ever visited has no mean worth the name.
    private const double RareBin = 1e-8;

    private readonly SegmentChain exact;
    private readonly double[] rates;
    private readonly double[][] bins;

    private Evidence(SegmentChain exact, IReadOnlyList<Replica> replicas, SimulationInput input)
    {
        this.exact = exact;
        RateEstimate[] estimates = [.. new ReplicaAnalysis(input, replicas, new ExactRate(input)).Rates.Select(static r => r.Rate!)];
        rates = [.. estimates.Select(static r => r.Mean)];
        Held = estimates.Count(r => r.Low <= exact.Rate && exact.Rate <= r.High);
        bins = [.. replicas.Select(r => Enumerable.Range(0, input.BinCount).Select(i => r.Counted.Average(c => c.BinWeights[i])).ToArray())];
    }

    /// <summary>Runs whose 95 % interval holds the exact rate.</summary>
    public int Held { get; }

    /// <summary>How far the mean of the rates is from the exact one, in its standard errors.</summary>
    public double MeanOff
    {
        get
        {
            double mean = rates.Average();
            double variance = rates.Sum(r => (r - mean) * (r - mean)) / (rates.Length - 1);
            return (mean - exact.Rate) / Math.Sqrt(variance / rates.Length);
        }
    }

    /// <summary>
    /// The probability that weights in bins are as far from the exact ones, or further, by chance. In one run the bins are
    /// correlated with each other and in time, so that a χ² over bins alone means nothing; over independent runs with
    /// their own covariance it is Hotelling's T² = n·(m − p)ᵀS⁻¹(m − p), which (n − k)/(k·(n − 1)) turns into F(k, n − k),
    /// for the weights in k regions, each some neighbouring bins.
    /// </summary>
    public double BinsByChance
    {
        get
        {
            int[][] regions = RegionsOfBins();
            Vector<double>[] runs = [.. bins.Select(Sums)];
            int n = runs.Length;
            int k = regions.Length;
            Vector<double> mean = runs.Aggregate(static (a, b) => a + b) / n;
            Matrix<double> covariance = runs.Select(r => (r - mean).OuterProduct(r - mean)).Aggregate(static (a, b) => a + b) / (n - 1);
            Vector<double> off = mean - Vector<double>.Build.Dense(k, 1);
            double square = n * (off * covariance.Solve(off));
            return 1 - FisherSnedecor.CDF(k, n - k, square * (n - k) / (k * (n - 1)));

            // In units of the exact weight: they are orders of magnitude apart.
            Vector<double> Sums(double[] weights) => Vector<double>.Build.DenseOfEnumerable(
                regions.Select(r => r.Sum(i => weights[i]) / r.Sum(i => exact.BinProbabilities[i])));
        }
    }

    /// <summary>Runs them as <c>--replicas</c> does.</summary>
    public static async Task<Evidence> GatherAsync(SimulationInput input, int seeds, Resampler? resampler = null)
    {
        await using IWorkManager work = await WorkManager.StartAsync("threads", new WorkManagerOptions { WorkerCount = 2 });
        using var set = new ReplicaSet(
            [.. Enumerable.Range(1, seeds).Select(seed => new Replica(input, (ulong)seed, segmentsPerTask: 10_000, work, resampler: resampler))]);
        await set.RunAsync(input.Iterations, static _ => { }, TestContext.Current.CancellationToken);
        return new Evidence(new SegmentChain(input), set.Replicas, input);
    }

    /// <summary>Neighbouring bins, of a like number each, without those nobody visits and the one with the most weight.</summary>
    private int[][] RegionsOfBins()
    {
        double[] p = exact.BinProbabilities;
        int heaviest = Array.IndexOf(p, p.Max());
        int[] visited = [.. Enumerable.Range(0, p.Length).Where(i => p[i] > RareBin && i != heaviest)];
        return [.. visited.Index().GroupBy(v => v.Index * Regions / visited.Length, static v => v.Item).Select(static g => g.ToArray())];
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Held} of {rates.Length} intervals hold, the mean is {rates.Average() / exact.Rate:f4} of the exact rate and {MeanOff:f2} standard errors from it, bins by chance {BinsByChance:e1}");
}
