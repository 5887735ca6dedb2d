using WeightedEnsemble.Model;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary>Inputs of which something is known.</summary>
internal static class Systems
{
    /// <summary>Next to no potential, between a target below −1 and a wall at 2; the source is at 0.</summary>
    public static SimulationInput Flat(double[] boundaries) => new(
        new Potential(PotentialKind.DoubleWell, Barrier: 1e-9), Diffusion: 0.5, TimeStep: 0.001, StepsPerSegment: 20, boundaries,
        WalkersPerBin: 4, Source: 0, new Target(Below: -1), Iterations: 1, Discard: 0, ReflectingWall: 2);

    /// <summary>From the left well to the right one.</summary>
    public static SimulationInput DoubleWell(double barrier) => new(
        new Potential(PotentialKind.DoubleWell, barrier), Diffusion: 2, TimeStep: 0.0002, StepsPerSegment: 50,
        [-2, -1.5, -1, -0.5, 0, 0.5, 1], WalkersPerBin: 4, Source: -1, new Target(Above: 1), Iterations: 1, Discard: 0);
}
