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

    /// <summary>
    /// The sample's double well, made smaller: a lower barrier, and bins so wide that weights in one are far apart, where it
    /// matters who survives.
    /// </summary>
    public static SimulationInput SmallDoubleWell { get; } = new(
        new Potential(PotentialKind.DoubleWell, Barrier: 5), Diffusion: 1, TimeStep: 0.0005, StepsPerSegment: 20,
        [-2, -1.2, -0.8, -0.4, 0, 0.4, 0.8], WalkersPerBin: 16, Source: -1,
        new Target(Above: 0.8), Iterations: 2_400, Discard: 200);

    /// <summary>The last of the wells of the sample's oscillating potential, between its target and a wall; bins as wide.</summary>
    public static SimulationInput SmallOscillating { get; } = new(
        new Potential(PotentialKind.Oscillating, Period: 2, Amplitude: 10, Decay: 0.5, Origin: 1), Diffusion: 0.001, TimeStep: 1,
        StepsPerSegment: 20, [0, 1.3, 1.7, 2.1, 2.5, 2.9, 3.3, 4], WalkersPerBin: 16, Source: 3,
        new Target(Below: 1.3), Iterations: 2_400, Discard: 200, ReflectingWall: 4);
}
