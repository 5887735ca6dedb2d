using WeightedEnsemble.Model;
using WeightedEnsemble.Sampling;

namespace WeightedEnsemble.Analysis;

/// <summary>What came of one or more runs of the same input, beside what theory says.</summary>
internal sealed class ReplicaAnalysis
{
    public ReplicaAnalysis(SimulationInput input, IReadOnlyList<Replica> replicas, ExactRate exact)
    {
        Exact = exact;
        Rates = [.. replicas.Select(r => (r.Seed, RateEstimate.From([.. r.Records.Skip(input.Discard).Select(static i => i.Flux)], r.Seed)))];
        Between = ReplicaEstimate.From([.. Rates.Select(static r => r.Rate).OfType<RateEstimate>().Select(static r => r.Mean)]);
    }

    public ExactRate Exact { get; }

    /// <summary>The rate of each replica with the interval from within it; null where it is too short for one.</summary>
    public IReadOnlyList<(ulong Seed, RateEstimate? Rate)> Rates { get; }

    /// <summary>What they agree on; null for a single one, and where they are too short.</summary>
    public ReplicaEstimate? Between { get; }
}
