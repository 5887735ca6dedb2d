using WeightedEnsemble.Model;
using WestRpc;

namespace WeightedEnsemble.Analysis;

/// <summary>
/// What theory says of overdamped motion in one dimension, by numerical quadrature on a fine grid (trapezoids).
/// </summary>
/// <remarks>
/// Mean first-passage time from the source a to the target b above it (Gardiner, Handbook of Stochastic Methods, 5.2.7):
/// T = (1/D)·∫ₐᵇ dy e^{U(y)} ∫₋∞^y dz e^{−U(z)}; mirrored for a target below, with the wall in place of −∞. In the steady
/// state with recycling the flux is J = 1/T (Hill) and p(x) = (J/D)·e^{−U(x)}·∫ e^{U} from the target to x or to the
/// source, whichever is nearer the target.
/// </remarks>
internal sealed class ExactRate
{
    private const int GridSize = 400_000;

    // So far beyond the outermost bins nothing is, in units of kT above the least energy.
    private const double EnoughEnergy = 60;

    // How far beyond them that energy is looked for. A potential so flat that it lies further is no use on this grid.
    private const double ReachStep = 0.01;
    private const int MostReachSteps = 10_000;

    private readonly SimulationInput input;
    private readonly double[] x;
    private readonly double[] density;

    public ExactRate(SimulationInput input)
    {
        this.input = input;
        (double low, double high) = Domain(input);
        x = new double[GridSize + 1];
        density = new double[GridSize + 1];
        double step = (high - low) / GridSize;
        for (int i = 0; i <= GridSize; i++)
            x[i] = low + (i * step);

        // Seen from the target: its edge is the first point, and the sign of the direction does not matter.
        bool above = input.Target.Above is not null;
        int At(int i) => above ? GridSize - i : i;
        double barrier = 0;
        double sourceDistance = Math.Abs(input.Source - input.Target.Edge);
        double reference = input.Potential.Energy(input.Source);
        for (int i = 0; i <= GridSize; i++)
        {
            double distance = i * step;
            double energy = input.Potential.Energy(x[At(i)]) - reference;
            if (i > 0 && distance <= sourceDistance)
            {
                double before = input.Potential.Energy(x[At(i - 1)]) - reference;
                barrier += (Math.Exp(before) + Math.Exp(energy)) / 2 * step;
            }

            density[At(i)] = Math.Exp(-energy) * barrier;
        }

        double mass = 0;
        for (int i = 0; i < GridSize; i++)
            mass += (density[i] + density[i + 1]) / 2 * step;
        MeanFirstPassageTime = mass / input.Diffusion;
        for (int i = 0; i <= GridSize; i++)
            density[i] /= mass;
    }

    /// <summary>The exact rate for an input file.</summary>
    /// <exception cref="WorkConfigurationException">There is none that is a number.</exception>
    public static ExactRate Of(SimulationInput input, string path)
    {
        var exact = new ExactRate(input);
        if (double.IsFinite(exact.PerSegment) && exact.PerSegment > 0)
            return exact;
        (string field, double height) = input.Potential.Kind == PotentialKind.DoubleWell
            ? ("potential.barrier", input.Potential.Barrier)
            : ("potential.amplitude", input.Potential.Amplitude);
        throw InputCheck.Wrong(
            path, field, InputCheck.Text(height),
            $"such that, with these bins, the exact rate is a number above 0, not {InputCheck.Text(exact.PerSegment)}");
    }

    /// <summary>T, in units of time.</summary>
    public double MeanFirstPassageTime { get; }

    /// <summary>The rate for each segment: the length of a segment over T.</summary>
    public double PerSegment => input.StepsPerSegment * input.TimeStep / MeanFirstPassageTime;

    /// <summary>The steady state's probability in each bin.</summary>
    public double[] BinProbabilities()
    {
        double[] bins = new double[input.BinCount];
        double step = x[1] - x[0];
        for (int i = 0; i < GridSize; i++)
            bins[input.BinOf((x[i] + x[i + 1]) / 2)] += (density[i] + density[i + 1]) / 2 * step;
        return bins;
    }

    private static (double Low, double High) Domain(SimulationInput input)
    {
        double least = input.BinBoundaries.Min(input.Potential.Energy);
        if (input.Target.Above is { } above)
            return (Reach(input.BinBoundaries[0], -1), above);
        return (input.Target.Edge, input.ReflectingWall ?? Reach(input.BinBoundaries[^1], 1));

        double Reach(double from, int direction)
        {
            double at = from;
            for (int i = 0; i < MostReachSteps; i++)
            {
                if (input.Potential.Energy(at) >= least + EnoughEnergy)
                    return at;
                at += direction * ReachStep;
            }

            return double.NaN;
        }
    }
}
