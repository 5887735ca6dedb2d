using WeightedEnsemble.Model;
using WestRpc;

namespace WeightedEnsemble.Sampling;

/// <summary>One run of a simulation from its own seed; runs from different seeds share nothing.</summary>
internal sealed class Replica(
    SimulationInput input, ulong seed, int segmentsPerTask, IWorkManager work, SegmentLog? log = null, Resampler? resampler = null)
{
    private readonly List<IterationRecord> records = [];

    public ulong Seed => seed;

    public Simulation Simulation { get; } = new(input, seed, segmentsPerTask, work, resampler ?? new Resampler());

    /// <summary>The iterations that are done.</summary>
    public IReadOnlyList<IterationRecord> Records => records;

    /// <summary>Those that count; all, where the run is too short.</summary>
    public IEnumerable<IterationRecord> Counted => records.Skip(input.Discard < records.Count ? input.Discard : 0);

    /// <summary>Its segments; null where they are not kept.</summary>
    public SegmentLog? Log => log;

    /// <summary>Runs it to its end; <paramref name="report"/> is called after each iteration.</summary>
    public async Task RunAsync(int iterations, Action report, CancellationToken cancellation)
    {
        for (int i = 1; i <= iterations; i++)
        {
            records.Add(await Simulation.RunIterationAsync(i, log, cancellation));
            report();
        }
    }
}
