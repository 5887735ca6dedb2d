namespace WeightedEnsemble.Model;

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
    public Bins Bins => new(BinBoundaries, WalkersPerBin);

    public int BinCount => Bins.Count;

    /// <inheritdoc cref="Bins.Of"/>
    public int BinOf(double x) => Bins.Of(x);
}
