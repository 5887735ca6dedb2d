using WestRpc;

namespace Ensemble;

/// <summary>A small weighted ensemble: it propagates all segments, splits the heaviest and merges the two lightest, and begins again.</summary>
public sealed class Simulation(IWorkManager work)
{
    /// <summary>How often a segment is begun again whose disk failed, and how long it may take.</summary>
    public static WorkOptions Policy { get; } = new()
    {
        TimeLimit = TimeSpan.FromHours(1),
        Retry = new RetryPolicy(typeof(IOException)) { MaxRetries = 2, Delay = TimeSpan.FromSeconds(10) },
    };

    /// <summary>Iterations that are done.</summary>
    public int Iterations { get; private set; }

    /// <summary>Runs iterations; all segments of one are back before the next begins.</summary>
    public async Task<IReadOnlyList<Segment>> RunAsync(
        IReadOnlyList<Segment> segments, int iterations, CancellationToken cancellation = default)
    {
        while (Iterations < iterations)
        {
            Segment[] done = await Task.WhenAll(segments.Select(s => Propagator.PropagateTask.SubmitAsync(
                work, s, steps: 10, Policy with { Label = $"segment {s.Id} of iteration {Iterations + 1}" }, cancellation)));
            segments = Resample(done);
            Iterations++;
        }

        return segments;
    }

    private static Segment[] Resample(Segment[] segments)
    {
        Segment[] byWeight = [.. segments.OrderBy(static s => s.Weight).ThenBy(static s => s.Id)];
        Segment heaviest = byWeight[^1];
        Segment half = heaviest with { Weight = heaviest.Weight / 2 };
        Segment merged = byWeight[1] with { Weight = byWeight[0].Weight + byWeight[1].Weight };
        return [.. ((IEnumerable<Segment>)[merged, .. byWeight[2..^1], half, half]).Select(static (s, i) => s with { Id = i })];
    }
}
