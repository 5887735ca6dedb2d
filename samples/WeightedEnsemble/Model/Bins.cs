namespace WeightedEnsemble.Model;

/// <summary>What the progress coordinate is divided into.</summary>
/// <param name="Boundaries">Rising; a point beyond the ends belongs to the outermost bin.</param>
/// <param name="Walkers">In each occupied bin after resampling.</param>
internal readonly record struct Bins(double[] Boundaries, int Walkers)
{
    public int Count => Boundaries.Length - 1;

    /// <summary>The 0-based bin that a point is in.</summary>
    public int Of(double x)
    {
        int at = Array.BinarySearch(Boundaries, x);
        return Math.Clamp(at >= 0 ? at : ~at - 1, 0, Count - 1);
    }
}
