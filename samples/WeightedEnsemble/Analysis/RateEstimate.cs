using MathNet.Numerics.Distributions;
using WeightedEnsemble.Sampling;

namespace WeightedEnsemble.Analysis;

/// <summary>The rate that was measured: the mean flux for each segment, with its 95 % confidence interval.</summary>
internal sealed record RateEstimate(double Mean, double Low, double High, int BlockLength, int Blocks)
{
    /// <summary>The shortest block: longer than the memory of the flux.</summary>
    public const int LeastBlockLength = 50;

    /// <summary>Fewer blocks say nothing about their own spread.</summary>
    public const int LeastBlocks = 8;

    private const int MostBlocks = 40;
    private const int Resamples = 10_000;
    private const int BootstrapStream = int.MinValue;

    /// <summary>
    /// Block bootstrap (Künsch 1989) over blocks that do not overlap: the fluxes of neighbouring iterations are
    /// correlated, those of blocks hardly. Its percentiles alone are too narrow by √((n − 1)/n) and by what Student's t
    /// is wider than the normal distribution, so they are taken further out (Hesterberg, Am. Stat. 69, 371 (2015)).
    /// </summary>
    /// <returns>Null where there are too few iterations for <see cref="LeastBlocks"/> blocks.</returns>
    public static RateEstimate? From(ReadOnlySpan<double> fluxes, ulong seed)
    {
        int length = Math.Max(LeastBlockLength, fluxes.Length / MostBlocks);
        int count = fluxes.Length / length;
        if (count < LeastBlocks)
            return null;

        // What does not fill a block is left out at the beginning, where the relaxation is.
        ReadOnlySpan<double> used = fluxes[(fluxes.Length - (count * length))..];
        double[] blocks = new double[count];
        for (int i = 0; i < used.Length; i++)
            blocks[i / length] += used[i] / length;

        var random = new RandomStream(seed, BootstrapStream, 0);
        double[] means = new double[Resamples];
        for (int r = 0; r < Resamples; r++)
        {
            for (int i = 0; i < count; i++)
                means[r] += blocks[(int)(random.Uniform() * count)];
            means[r] /= count;
        }

        Array.Sort(means);
        double tail = Normal.CDF(0, 1, -Math.Sqrt(count / (count - 1.0)) * StudentT.InvCDF(0, 1, count - 1, 0.975));
        int low = (int)(tail * Resamples);
        return new RateEstimate(blocks.Average(), means[low], means[Resamples - 1 - low], length, count);
    }
}
