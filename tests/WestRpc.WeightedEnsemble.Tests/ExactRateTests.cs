using WeightedEnsemble.Analysis;
using WeightedEnsemble.Model;

namespace WestRpc.WeightedEnsemble.Tests;

public sealed class ExactRateTests
{
    private const double Close = 1e-4;

    [Fact]
    public void Without_a_potential_it_is_the_closed_form()
    {
        SimulationInput input = Systems.Flat([-1, -0.5, 0, 0.5, 1, 1.5, 2]);
        var exact = new ExactRate(input);

        // T = ((w − b)² − (w − a)²) / 2D, with the wall w, the target's edge b, the source a.
        double time = (9 - 4) / (2 * 0.5);
        Assert.Equal(1, exact.MeanFirstPassageTime / time, Close);
        Assert.Equal(1, exact.PerSegment / (0.02 / time), Close);

        // p rises from the target to the source, and is level from there to the wall.
        double[] expected = [0.125 / 2.5, 0.375 / 2.5, 0.5 / 2.5, 0.5 / 2.5, 0.5 / 2.5, 0.5 / 2.5];
        Assert.All(exact.BinProbabilities(), (p, i) => Assert.Equal(expected[i], p, Close));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(8)]
    [InlineData(40)]
    public void Over_a_barrier_it_is_the_double_integral(double barrier)
    {
        SimulationInput input = Systems.DoubleWell(barrier);
        var exact = new ExactRate(input);
        Assert.Equal(1, exact.MeanFirstPassageTime / DoubleIntegral(input), Close);
        Assert.Equal(1, exact.BinProbabilities().Sum(), 1e-9);
    }

    [Fact]
    public void A_target_below_is_the_mirror_image_of_one_above()
    {
        SimulationInput above = Systems.DoubleWell(8);
        SimulationInput below = above with
        {
            BinBoundaries = [.. above.BinBoundaries.Select(static x => -x).Reverse()],
            Source = 1,
            Target = new Target(Below: -1),
        };
        Assert.Equal(1, new ExactRate(below).PerSegment / new ExactRate(above).PerSegment, 1e-9);
        Assert.All(
            new ExactRate(below).BinProbabilities().Reverse().Zip(new ExactRate(above).BinProbabilities()),
            static p => Assert.Equal(p.Second, p.First, 1e-9));
    }

    [Theory]
    [InlineData(900)]
    [InlineData(1e-300)]
    [InlineData(1e-7)]
    public void What_is_no_number_is_refused_by_name(double barrier)
    {
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(
            () => ExactRate.Of(Systems.DoubleWell(barrier), "my.json"));
        Assert.StartsWith("--input my.json: potential.barrier is ", e.Message, StringComparison.Ordinal);
    }

    /// <summary>T = (1/D)·∫ dy e^{U(y)} ∫ dz e^{−U(z)}, the outer from source to target, the inner from far left to y: by midpoints.</summary>
    private static double DoubleIntegral(SimulationInput input)
    {
        const double Left = -10;
        const int Points = 1_100_000;
        double step = (input.Target.Edge - Left) / Points;
        double inner = 0;
        double outer = 0;
        for (int i = 0; i < Points; i++)
        {
            double x = Left + ((i + 0.5) * step);
            double boltzmann = Math.Exp(-input.Potential.Energy(x)) * step;
            inner += boltzmann / 2;
            if (x > input.Source)
                outer += Math.Exp(input.Potential.Energy(x)) * inner * step;
            inner += boltzmann / 2;
        }

        return outer / input.Diffusion;
    }
}
