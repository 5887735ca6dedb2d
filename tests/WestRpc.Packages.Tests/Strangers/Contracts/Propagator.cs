using WestRpc;

namespace Ensemble;

public static partial class Propagator
{
    [WorkTask(Name = "a;b %41, 'c' $(d) @(e).Propagate")]
    private static Segment Propagate(Segment segment, int steps) => segment with { Id = segment.Id + steps };

    [WorkTask]
    private static int Count(Segment[] segments) => segments.Length;
}

public sealed record Segment(int Id, double[] Position);
