namespace WeightedEnsemble.Sampling;

/// <summary>One trajectory of the ensemble and what it stands for.</summary>
/// <param name="Position">Where it is.</param>
/// <param name="Weight">Its share of the probability, above 0.</param>
/// <param name="Parent">The segment of the iteration before that it goes on from; negative, −1 − that, where it began anew at the source.</param>
internal readonly record struct Walker(double Position, double Weight, int Parent);
