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
