using System.Globalization;
using WestRpc;

namespace Gromacs;

/// <summary>A segment that is to be propagated.</summary>
/// <param name="Root">The folder of the simulation, which all workers see.</param>
/// <param name="Iteration">From 1.</param>
/// <param name="Id">Its number in the iteration, from 0.</param>
/// <param name="Parent">The segment of the iteration before; null where it begins at the source.</param>
/// <param name="Seed">The run's.</param>
/// <param name="LimitSeconds">How long the script may run.</param>
internal sealed record Segment(string Root, int Iteration, int Id, int? Parent, ulong Seed, double LimitSeconds)
{
    public WestSegment West => new(Iteration, Id)
    {
        Root = Root, ParentId = Parent, BasisStateId = 0, BasisStateDataRef = Simulation.BasisState, Seed = Seed,
    };
}

/// <summary>The tasks, each a script that runs GROMACS.</summary>
internal static partial class Propagator
{
    private static readonly TimeSpan PreparationLimit = TimeSpan.FromMinutes(10);

    /// <summary>Topology and start structure, into the folder of the simulation.</summary>
    [WorkTask]
    internal static async Task Prepare(string root, double distance, double box, WorkContext context, CancellationToken cancellation)
    {
        await using ScratchDirectory scratch = context.CreateScratch("prepare");
        await context.RunAsync(
            new ExternalProgram(Path.Combine(root, Simulation.Engine, "prepare.sh"))
            {
                WorkingDirectory = scratch,
                TimeLimit = PreparationLimit,
                Environment = new Dictionary<string, string?>
                {
                    ["ENGINE"] = Path.Combine(root, Simulation.Engine),
                    ["DISTANCE"] = distance.ToString(CultureInfo.InvariantCulture),
                    ["BOX"] = box.ToString(CultureInfo.InvariantCulture),
                },
                ReturnFiles = ["topol.top", "equilibrate.gro", "equilibrate.cpt"],
            },
            cancellation);
        scratch.Publish("topol.top", Path.Combine(root, "topol.top"));
        scratch.Publish("equilibrate.gro", Path.Combine(root, Simulation.BasisState, "seg.gro"));
        scratch.Publish("equilibrate.cpt", Path.Combine(root, Simulation.BasisState, "seg.cpt"));
    }

    /// <summary>The ions' distance in nm, from the segment's start to its end; what its children begin with is where WESTPA has it.</summary>
    [WorkTask(RetryOn = [typeof(ProgramFailedException)], RetryDelaySeconds = 1)]
    internal static async Task<double[]> Propagate(Segment segment, WorkContext context, CancellationToken cancellation)
    {
        await using ScratchDirectory scratch = context.CreateScratch($"{segment.Iteration:D6}/{segment.Id:D6}");
        IReadOnlyDictionary<string, string?> west = WestEnvironment.For(segment.West);
        ProgramResult run = await context.RunAsync(
            new ExternalProgram(Path.Combine(segment.Root, Simulation.Engine, "runseg.sh"))
            {
                WorkingDirectory = scratch,
                TimeLimit = TimeSpan.FromSeconds(segment.LimitSeconds),
                Environment = west,
                ReturnFiles = ["pcoord", "seg.xtc", "seg.gro", "seg.cpt"],
            },
            cancellation);
        double[] distances = run.ReadDoubles("pcoord");
        foreach (string file in (string[])["seg.xtc", "seg.gro", "seg.cpt"])
            scratch.Publish(file, Path.Combine(west["WEST_CURRENT_SEG_DATA_REF"]!, file));
        return distances;
    }
}
