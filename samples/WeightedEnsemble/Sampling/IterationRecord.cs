namespace WeightedEnsemble.Sampling;

/// <summary>What is kept of one iteration.</summary>
/// <param name="Iteration">Its number, from 1.</param>
/// <param name="Walkers">How many walkers it had.</param>
/// <param name="BinWeights">The weight in each bin at its start.</param>
/// <param name="BinCounts">The walkers in each bin at its start.</param>
/// <param name="Flux">The weight that arrived in the target.</param>
/// <param name="TotalWeight">The sum of all weights at its end: 1 but for rounding.</param>
/// <param name="Sha256">Of all segments' parents, weights and end points.</param>
internal sealed record IterationRecord(
    int Iteration, int Walkers, double[] BinWeights, int[] BinCounts, double Flux, double TotalWeight, string Sha256);
