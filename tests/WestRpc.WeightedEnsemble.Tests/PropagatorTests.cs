using WeightedEnsemble.Sampling;

namespace WestRpc.WeightedEnsemble.Tests;

public sealed class PropagatorTests
{
    [Theory]
    [InlineData(1e200)]
    [InlineData(double.NaN)]
    public void An_end_that_is_no_number_throws_and_says_where(double start)
    {
        Dynamics dynamics = Dynamics.Of(Systems.DoubleWell(8));
        TrajectoryException e = Assert.Throws<TrajectoryException>(
            () => Propagator.Propagate(dynamics, seed: 1, iteration: 3, first: 7, [-1, start]));
        Assert.StartsWith("timeStep is 0.0002, which is too long: segment 9 of iteration 3 ended at ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_is_its_segments_one_by_one()
    {
        Dynamics dynamics = Dynamics.Of(Systems.DoubleWell(8));
        double[] block = Propagator.Propagate(dynamics, seed: 1, iteration: 3, first: 7, [-1, 0, 1]).Ends;
        for (int i = 0; i < block.Length; i++)
            Assert.Equal(block[i], Assert.Single(Propagator.Propagate(dynamics, seed: 1, iteration: 3, first: 7 + i, [i - 1]).Ends));
    }
}
