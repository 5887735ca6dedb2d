namespace WeightedEnsemble.Model;

/// <summary>The state that ends a trajectory: all beyond one point, on one side of it.</summary>
/// <param name="Above">x &gt; this, or null.</param>
/// <param name="Below">x &lt; this, or null.</param>
internal sealed record Target(double? Above = null, double? Below = null)
{
    /// <summary>The point at which it begins.</summary>
    public double Edge => Above ?? Below!.Value;

    public bool Contains(double x) => Above is { } above ? x > above : x < Below!.Value;
}

/// <summary>A simulation as its input file describes it.</summary>
/// <param name="Potential">The potential in kT.</param>
/// <param name="Diffusion">D: length² for each unit of time.</param>
/// <param name="TimeStep">dt.</param>
/// <param name="StepsPerSegment">Time steps that a segment is long.</param>
/// <param name="BinBoundaries">Rising; a point beyond the ends belongs to the outermost bin.</param>
/// <param name="WalkersPerBin">Walkers in each occupied bin after resampling.</param>
/// <param name="Source">Where what has arrived begins again.</param>
/// <param name="Target">Where it arrives, looked at when a segment ends.</param>
/// <param name="Iterations">How many there are.</param>
/// <param name="Discard">How many of the first do not count for the rate.</param>
/// <param name="ReflectingWall">No trajectory goes above it; null for none.</param>
internal sealed record SimulationInput(
    Potential Potential,
    double Diffusion,
    double TimeStep,
    int StepsPerSegment,
    double[] BinBoundaries,
    int WalkersPerBin,
    double Source,
    Target Target,
    int Iterations,
    int Discard,
    double? ReflectingWall = null)
{
    public int BinCount => BinBoundaries.Length - 1;

    /// <summary>The 0-based bin that a point is in.</summary>
    public int BinOf(double x)
    {
        int at = Array.BinarySearch(BinBoundaries, x);
        return Math.Clamp(at >= 0 ? at : ~at - 1, 0, BinCount - 1);
    }
}
