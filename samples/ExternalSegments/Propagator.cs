using WestRpc;

namespace ExternalSegments;

/// <summary>A segment that is to be propagated.</summary>
/// <param name="Root">The folder of the simulation, which all workers see.</param>
/// <param name="Iteration">From 1.</param>
/// <param name="Id">Its number in the iteration, from 0.</param>
/// <param name="Parent">The segment of the iteration before; null where it begins at the source.</param>
/// <param name="Seed">The run's.</param>
/// <param name="LimitSeconds">How long the script may run.</param>
/// <param name="Faults">Whether the script is to fail and hang now and then.</param>
internal sealed record Segment(string Root, int Iteration, int Id, int? Parent, ulong Seed, double LimitSeconds, bool Faults)
{
    public WestSegment West => new(Iteration, Id)
    {
        Root = Root, ParentId = Parent, BasisStateId = 0, BasisStateDataRef = Simulation.BasisState, Seed = Seed,
    };
}

/// <summary>What comes back of it.</summary>
/// <param name="Coordinate">The progress coordinate, from its start to its end.</param>
/// <param name="Restart">Where the next segment begins.</param>
/// <param name="Attempt">Which attempt it was.</param>
internal sealed record Propagated(double[] Coordinate, PublishedFile Restart, int Attempt);

internal static partial class Propagator
{
    [WorkTask(RetryOn = [typeof(ProgramFailedException)], RetryDelaySeconds = 0.1)]
    internal static async Task<Propagated> Propagate(Segment segment, WorkContext context, CancellationToken cancellation)
    {
        await using ScratchDirectory scratch = context.CreateScratch($"{segment.Iteration:D6}/{segment.Id:D6}");
        IReadOnlyDictionary<string, string?> west = WestEnvironment.For(segment.West);
        ProgramResult run = await context.RunAsync(
            new ExternalProgram(Path.Combine(segment.Root, Simulation.Script))
            {
                WorkingDirectory = scratch,
                Log = "seg.log",
                TimeLimit = TimeSpan.FromSeconds(segment.LimitSeconds),
                Grace = TimeSpan.FromSeconds(0.2),
                Environment = new Dictionary<string, string?>(west) { ["FAULTS"] = segment.Faults ? "1" : "", ["ATTEMPT"] = $"{context.Attempt}" },
                ReturnFiles = ["pcoord"],
            },
            cancellation);
        PublishedFile restart = scratch.Publish("seg.rst", Path.Combine(west["WEST_CURRENT_SEG_DATA_REF"]!, "seg.rst"));
        return new Propagated(run.ReadDoubles("pcoord"), restart, context.Attempt);
    }
}
