using WeightedEnsemble.Sampling;

namespace WeightedEnsemble.Analysis;

/// <summary>The rate that was measured: the mean flux for each segment, with its 95 % confidence interval.</summary>
internal sealed record RateEstimate(double Mean, double Low, double High, int BlockLength, int Blocks)
{
    /// <summary>The shortest block: longer than the memory of the flux.</summary>
    public const int LeastBlockLength = 50;

    /// <summary>Fewer blocks say nothing about their own spread.</summary>
    public const int LeastBlocks = 4;

    private const int MostBlocks = 40;
    private const int Resamples = 10_000;
    private const int BootstrapStream = int.MinValue;

    /// <summary>
    /// Block bootstrap (Künsch 1989) over blocks that do not overlap: the fluxes of neighbouring iterations are
    /// correlated, those of blocks hardly.
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
        return new RateEstimate(
            blocks.Average(), means[(int)(0.025 * Resamples)], means[(int)(0.975 * Resamples)], length, count);
    }
}
