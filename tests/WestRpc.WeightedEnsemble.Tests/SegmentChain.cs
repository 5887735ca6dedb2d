using System.Numerics;
using WeightedEnsemble.Model;

namespace WestRpc.WeightedEnsemble.Tests;

/// <summary>
/// What a simulation converges to, exactly: its own time step, its target looked at when a segment ends, and what arrived
/// begun anew at the source. It shares nothing with the sample but the potential.
/// </summary>
/// <remarks>
/// One step takes a density p to ∫ N(y; x − D·dt·U′(x), 2·D·dt) p(x) dx (Nyström's method: Gauss and Legendre's points on
/// panels that end at the bins' boundaries and the wall, where p has its corners). With Q the product of a segment's steps,
/// R the restriction to what is outside the target, and s the source, the expected visits to each point before arrival are
/// δₛ + g, where g = R·Q·(δₛ + g). The sum of the visits is the mean number of segments to arrival (Hill), its inverse the
/// flux, and their distribution the steady state in which segments begin.
/// </remarks>
internal sealed class SegmentChain
{
    // Where it is less probable than e^-25 of the most probable, nobody is.
    private const double EnoughEnergy = 25;

    // A step that lands this many standard deviations away has no weight in double precision; nor does a segment.
    private const double Reach = 9;

    private readonly SimulationInput input;
    private readonly double noise;
    private readonly double[] points;
    private readonly double[] weights;

    /// <param name="input">The system.</param>
    /// <param name="panel">The longest panel, in standard deviations of a step.</param>
    public SegmentChain(SimulationInput input, double panel = 4)
    {
        this.input = input;
        noise = Math.Sqrt(2 * input.Diffusion * input.TimeStep);
        (points, weights) = Panels(panel * noise);
        double[][] step = [.. points.Select(y => points.Select((x, j) => weights[j] * Density(y, x)).ToArray())];
        double[][] segment = Power(step, input.StepsPerSegment - 1);
        double[] once = Times(segment, [.. points.Select(y => Density(y, input.Source))]);
        segment = Times(segment, step);

        int[] outside = [.. Enumerable.Range(0, points.Length).Where(i => !input.Target.Contains(points[i]))];
        double[][] system = [.. outside.Select(i => outside.Select(j => (i == j ? 1 : 0) - segment[i][j]).ToArray())];
        double[] visits = Solve(system, [.. outside.Select(i => once[i])]);

        double[] bins = new double[input.BinCount];
        bins[input.BinOf(input.Source)] = 1;
        for (int i = 0; i < outside.Length; i++)
            bins[input.BinOf(points[outside[i]])] += weights[outside[i]] * visits[i];
        double all = bins.Sum();
        Rate = 1 / all;
        BinProbabilities = [.. bins.Select(b => b / all)];
    }

    /// <summary>The flux into the target for each segment.</summary>
    public double Rate { get; }

    /// <summary>The weight in each bin when a segment begins.</summary>
    public double[] BinProbabilities { get; }

    /// <summary>The density at <paramref name="y"/> after one step from <paramref name="x"/>.</summary>
    private double Density(double y, double x)
    {
        double mean = x - (input.Diffusion * input.TimeStep * input.Potential.Slope(x));
        double density = Normal((y - mean) / noise);
        return input.ReflectingWall is { } wall ? density + Normal(((2 * wall) - y - mean) / noise) : density;

        double Normal(double z) => Math.Abs(z) > Reach ? 0 : Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / noise;
    }

    private (double[] Points, double[] Weights) Panels(double longest)
    {
        double least = input.BinBoundaries.Where(x => double.IsFinite(input.Potential.Energy(x))).Min(input.Potential.Energy);
        double low = End(-1);
        double high = End(1);
        double[] corners =
        [
            .. input.BinBoundaries.Append(input.Target.Edge).Append(low).Append(high).Where(x => x >= low && x <= high).Distinct().Order(),
        ];
        var x = new List<double>();
        var w = new List<double>();
        for (int i = 1; i < corners.Length; i++)
        {
            double length = corners[i] - corners[i - 1];
            int panels = (int)Math.Ceiling(length / longest);
            double half = length / panels / 2;
            for (int k = 0; k < panels; k++)
            {
                double middle = corners[i - 1] + (((2 * k) + 1) * half);
                foreach ((double at, double weight) in GaussLegendre)
                {
                    x.Add(middle + (at * half));
                    w.Add(weight * half);
                }
            }
        }

        return ([.. x], [.. w]);

        double End(int direction)
        {
            double at = input.Source;
            double beyond = Reach * noise * Math.Sqrt(input.StepsPerSegment);
            while (input.Potential.Energy(at) < least + EnoughEnergy)
            {
                if (input.Target.Contains(at) && Math.Abs(at - input.Target.Edge) > beyond)
                    return at;
                at += direction * noise / 4;
                if (direction > 0 && at >= input.ReflectingWall)
                    return input.ReflectingWall.Value;
            }

            return at;
        }
    }

    // Abramowitz and Stegun, 25.4.30, n = 8.
    private static readonly (double At, double Weight)[] GaussLegendre =
    [
        (-0.960289856497536, 0.101228536290376), (-0.796666477413627, 0.222381034453374),
        (-0.525532409916329, 0.313706645877887), (-0.183434642495650, 0.362683783378362),
        (0.183434642495650, 0.362683783378362), (0.525532409916329, 0.313706645877887),
        (0.796666477413627, 0.222381034453374), (0.960289856497536, 0.101228536290376),
    ];

    private static double[][] Power(double[][] a, int exponent)
    {
        double[][] power = [.. a.Select((row, i) => row.Select((_, j) => i == j ? 1.0 : 0).ToArray())];
        for (double[][] square = a; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
                power = Times(power, square);
            if (exponent > 1)
                square = Times(square, square);
        }

        return power;
    }

    private static double[] Times(double[][] a, double[] v) => [.. a.Select(row => row.Zip(v, static (x, y) => x * y).Sum())];

    private static double[][] Times(double[][] a, double[][] b)
    {
        double[][] product = [.. a.Select(row => new double[row.Length])];
        for (int i = 0; i < a.Length; i++)
        {
            for (int k = 0; k < b.Length; k++)
                AddMultiple(product[i], a[i][k], b[k]);
        }

        return product;
    }

    /// <summary>Gauss's elimination; the matrix is dominated by its diagonal, as one minus a substochastic one is.</summary>
    private static double[] Solve(double[][] a, double[] b)
    {
        for (int k = 0; k < a.Length; k++)
        {
            for (int i = k + 1; i < a.Length; i++)
            {
                double factor = a[i][k] / a[k][k];
                AddMultiple(a[i], -factor, a[k]);
                b[i] -= factor * b[k];
            }
        }

        for (int i = a.Length - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < a.Length; j++)
                b[i] -= a[i][j] * b[j];
            b[i] /= a[i][i];
        }

        return b;
    }

    private static void AddMultiple(double[] to, double factor, double[] row)
    {
        if (factor == 0)
            return;
        int j = 0;
        for (; j <= row.Length - Vector<double>.Count; j += Vector<double>.Count)
            (new Vector<double>(to, j) + (factor * new Vector<double>(row, j))).CopyTo(to, j);
        for (; j < row.Length; j++)
            to[j] += factor * row[j];
    }
}
