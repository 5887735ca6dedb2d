using WeightedEnsemble.Sampling;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary>Moments within five standard errors; the draws are the same in each run.</summary>
public sealed class RandomStreamTests
{
    private const int Draws = 1_000_000;

    [Fact]
    public void Uniform_has_the_moments_of_its_distribution()
    {
        var random = new RandomStream(1, 2, 3);
        double[] u = new double[Draws];
        for (int i = 0; i < Draws; i++)
            u[i] = random.Uniform();
        Assert.All(u, static x => Assert.True(x is >= 0 and < 1));
        Near(1.0 / 2, Math.Sqrt(1.0 / 12), u, static x => x);
        Near(1.0 / 3, Math.Sqrt(4.0 / 45), u, static x => x * x);
        NoMemory(u, 0.5, 1.0 / 12);
    }

    [Fact]
    public void Normal_has_the_moments_of_its_distribution()
    {
        var random = new RandomStream(1, 2, 3);
        double[] n = new double[Draws];
        for (int i = 0; i < Draws; i++)
            n[i] = random.Normal();
        Near(0, 1, n, static x => x);
        Near(1, Math.Sqrt(2), n, static x => x * x);
        Near(0, Math.Sqrt(15), n, static x => x * x * x);
        Near(3, Math.Sqrt(96), n, static x => x * x * x * x);
        Near(0.0227501319, Math.Sqrt(0.0227501319), n, static x => x > 2 ? 1 : 0);
        NoMemory(n, 0, 1);
    }

    [Fact]
    public void Streams_with_neighbouring_names_have_nothing_in_common()
    {
        double[] first = new double[Draws];
        foreach (Func<int, RandomStream> name in (Func<int, RandomStream>[])
            [static i => new((ulong)i, 1, 1), static i => new(1, i, 1), static i => new(1, 1, i), static i => new(1, 1, -i)])
        {
            for (int i = 0; i < Draws; i++)
            {
                RandomStream random = name(i);
                first[i] = random.Uniform();
            }

            Near(1.0 / 2, Math.Sqrt(1.0 / 12), first, static x => x);
            NoMemory(first, 0.5, 1.0 / 12);
        }
    }

    [Fact]
    public void The_same_name_is_the_same_stream()
    {
        var one = new RandomStream(1, 2, 3);
        var other = new RandomStream(1, 2, 3);
        for (int i = 0; i < 100; i++)
            Assert.Equal(one.Normal(), other.Normal());
    }

    private static void Near(double expected, double deviation, double[] values, Func<double, double> of) =>
        Assert.Equal(expected, values.Average(of), 5 * deviation / Math.Sqrt(Draws));

    /// <summary>Neighbours are not correlated.</summary>
    private static void NoMemory(double[] values, double mean, double variance)
    {
        double sum = 0;
        for (int i = 1; i < values.Length; i++)
            sum += (values[i] - mean) * (values[i - 1] - mean);
        Assert.Equal(0, sum / variance / Draws, 5 / Math.Sqrt(Draws));
    }
}
