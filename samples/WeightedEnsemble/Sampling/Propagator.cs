using System.Diagnostics;
using WeightedEnsemble.Model;
using WestRpc;

namespace WeightedEnsemble.Sampling;

/// <summary>The forces and the noise of a segment: x ← x − d·U′(x) + √(2d)·N(0,1) for each step, d = D·dt.</summary>
/// <param name="Potential">The potential in kT.</param>
/// <param name="Diffusion">D: length² for each unit of time.</param>
/// <param name="TimeStep">dt.</param>
/// <param name="Steps">Time steps of a segment.</param>
/// <param name="Wall">Where trajectories are reflected downwards; null for nowhere.</param>
internal sealed record Dynamics(Potential Potential, double Diffusion, double TimeStep, int Steps, double? Wall)
{
    public static Dynamics Of(SimulationInput input) =>
        new(input.Potential, input.Diffusion, input.TimeStep, input.StepsPerSegment, input.ReflectingWall);
}

/// <summary>What comes back of a block of segments.</summary>
/// <param name="Ends">Where each segment ended, in order.</param>
/// <param name="Seconds">How long that took; never part of the results.</param>
internal sealed record PropagatedBlock(double[] Ends, double Seconds);

/// <summary>Overdamped Langevin dynamics: the work of this program, done wherever a worker is.</summary>
internal static partial class Propagator
{
    /// <summary>Propagates a block of segments that stand next to each other in the ensemble.</summary>
    /// <param name="dynamics">Forces and noise.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="first">The place of the block's first segment in the ensemble.</param>
    /// <param name="starts">Where each segment starts.</param>
    /// <exception cref="TrajectoryException">A segment's end is no number.</exception>
    [WorkTask]
    internal static PropagatedBlock Propagate(Dynamics dynamics, ulong seed, int iteration, int first, double[] starts)
    {
        long began = Stopwatch.GetTimestamp();
        double[] ends = new double[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            var random = new RandomStream(seed, iteration, first + i);
            ends[i] = Segment(dynamics, starts[i], ref random);
            if (!double.IsFinite(ends[i]))
                throw TrajectoryException.Of(first + i, iteration, dynamics.TimeStep, ends[i]);
        }

        return new PropagatedBlock(ends, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private static double Segment(Dynamics dynamics, double x, ref RandomStream random)
    {
        Potential potential = dynamics.Potential;
        double drift = dynamics.Diffusion * dynamics.TimeStep;
        double noise = Math.Sqrt(2 * drift);
        double wall = dynamics.Wall ?? double.PositiveInfinity;
        for (int step = 0; step < dynamics.Steps; step++)
        {
            x += (noise * random.Normal()) - (drift * potential.Slope(x));
            if (x > wall)
                x = (2 * wall) - x;
        }

        return x;
    }
}
