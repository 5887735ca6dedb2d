using WeightedEnsemble.Analysis;
using WeightedEnsemble.Model;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary>The exact answer is checked before anything is checked against it.</summary>
public sealed class SegmentChainTests
{
    [Fact]
    public void It_does_not_depend_on_its_grid()
    {
        foreach (SimulationInput input in (SimulationInput[])[Systems.SmallDoubleWell, Systems.SmallOscillating])
        {
            var coarse = new SegmentChain(input);
            var fine = new SegmentChain(input, panel: 2.5);
            Assert.Equal(1, coarse.Rate / fine.Rate, 1e-6);
            Assert.All(coarse.BinProbabilities, (p, i) => Assert.Equal(p, fine.BinProbabilities[i], 1e-7));
        }
    }

    /// <summary>
    /// Without forces the time is ((w − b)² − (w − a)²) / 2D, where a step that overshoots moves b by 0.5826 of its
    /// deviation (Chernoff and Petkau 1986): 7 % here, and what that leaves out is of second order.
    /// </summary>
    [Fact]
    public void Looking_at_the_target_after_each_step_moves_it_by_a_known_distance()
    {
        SimulationInput input = Systems.Flat([-1, -0.5, 0, 0.5, 1, 1.5, 2]) with { StepsPerSegment = 1, TimeStep = 0.01 };
        double target = -1 - (0.5826 * Math.Sqrt(2 * input.Diffusion * input.TimeStep));
        double time = (Math.Pow(2 - target, 2) - 4) / (2 * input.Diffusion);
        Assert.Equal(1, new SegmentChain(input).Rate / (input.TimeStep / time), 1e-3);
    }

    [Fact]
    public void The_shipped_inputs_are_within_a_hundredth_of_continuous_time()
    {
        foreach (string name in (string[])["double-well.json", "odld.json"])
        {
            SimulationInput input = InputFile.Read(name);
            Assert.Equal(1, new SegmentChain(input).Rate / new ExactRate(input).PerSegment, 0.01);
        }
    }
}
