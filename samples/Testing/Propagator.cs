using WestRpc;

namespace Ensemble;

/// <summary>A short piece of a trajectory.</summary>
/// <param name="Id">Its number in its iteration.</param>
/// <param name="Position">Where it has got to.</param>
/// <param name="Weight">Its share of the ensemble.</param>
public sealed record Segment(int Id, double Position, double Weight);

/// <summary>What is computed on the workers.</summary>
public static partial class Propagator
{
    [WorkTask]
    private static Segment Propagate(Segment start, int steps, CancellationToken cancellation)
    {
        double position = start.Position;
        for (int i = 0; i < steps && !cancellation.IsCancellationRequested; i++)
            position += (start.Id % 2 == 0 ? 0.25 : -0.125) * (1 - position);
        return start with { Position = position };
    }
}
