using MathNet.Numerics.Distributions;

namespace WeightedEnsemble.Analysis;

/// <summary>
/// The rate that independent runs agree on, with its 95 % confidence interval: mean ± t·s/√n, where s² is the variance of
/// the runs' rates and t Student's 97.5 % quantile for n − 1 degrees of freedom. It needs no assumption about how long a
/// run remembers, which the interval from within a run does.
/// </summary>
internal sealed record ReplicaEstimate(double Mean, double Low, double High, int Replicas)
{
    /// <returns>Null for fewer than two.</returns>
    public static ReplicaEstimate? From(IReadOnlyCollection<double> rates)
    {
        int n = rates.Count;
        if (n < 2)
            return null;
        double mean = rates.Average();
        double variance = rates.Sum(r => (r - mean) * (r - mean)) / (n - 1);
        double half = StudentT.InvCDF(0, 1, n - 1, 0.975) * Math.Sqrt(variance / n);
        return new ReplicaEstimate(mean, mean - half, mean + half, n);
    }
}
