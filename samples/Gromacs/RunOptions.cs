using System.CommandLine;
using WeightedEnsemble;
using WestRpc;

namespace Gromacs;

/// <summary>What the command line asks for.</summary>
/// <param name="Iterations">How many there are.</param>
/// <param name="Walkers">In each occupied bin.</param>
/// <param name="Picoseconds">That a segment is long; a multiple of ten steps of 2 fs.</param>
/// <param name="Distance">Of the ions where trajectories begin, in nm.</param>
/// <param name="Box">Its edge, in nm.</param>
/// <param name="Seed">Names the random streams.</param>
/// <param name="Limit">Seconds that a segment may take.</param>
/// <param name="Out">The folder of the simulation.</param>
internal sealed record RunOptions(int Iterations, int Walkers, double Picoseconds, double Distance, double Box, ulong Seed, double Limit, string Out)
{
    // Twice the cut-off of 0.9 nm, and what the pair list needs.
    private const double LeastBox = 2;
    private const double LeastPicoseconds = Simulation.Frames * Simulation.TimeStep;
    private const double MostPicoseconds = 1e6;

    /// <summary>Null where only the help was wanted, which is printed.</summary>
    /// <exception cref="WorkConfigurationException">An option is unknown or its value is not allowed.</exception>
    public static RunOptions? Read(IReadOnlyList<string> arguments, string workManagerHelp)
    {
        var iterations = new Option<int>("--iterations") { Description = "How many there are", DefaultValueFactory = static _ => 3 };
        var walkers = new Option<int>("--walkers") { Description = "In each occupied bin", DefaultValueFactory = static _ => 4 };
        var picoseconds = new Option<double>("--segment-ps") { Description = "Picoseconds that a segment is long", DefaultValueFactory = static _ => 0.5 };
        var distance = new Option<double>("--distance") { Description = "Of the ions where trajectories begin, in nm", DefaultValueFactory = static _ => 0.5 };
        var box = new Option<double>("--box") { Description = "The edge of the box of water, in nm", DefaultValueFactory = static _ => 2.2 };
        var seed = new Option<ulong>("--seed") { Description = "Names the random streams", DefaultValueFactory = static _ => 1 };
        var limit = new Option<double>("--limit") { Description = "Seconds that a segment may take", DefaultValueFactory = static _ => 600 };
        var output = new Option<string>("--out") { Description = "A new folder for the simulation, which all workers must see", DefaultValueFactory = static _ => "out" };
        var root = new RootCommand("A weighted-ensemble simulation of Na+ and Cl- in water, its segments propagated by GROMACS.")
        {
            iterations, walkers, picoseconds, distance, box, seed, limit, output,
        };
        if (root.ParseOrHelp(arguments, workManagerHelp) is not { } parsed)
            return null;
        if (parsed.Errors.Count > 0)
            throw new WorkConfigurationException(parsed.Errors[0].Message);
        var options = new RunOptions(
            parsed.GetValue(iterations), parsed.GetValue(walkers), parsed.GetValue(picoseconds), parsed.GetValue(distance), parsed.GetValue(box),
            parsed.GetValue(seed), parsed.GetValue(limit), parsed.GetValue(output)!);
        Require(options.Iterations > 0, $"--iterations is {options.Iterations}; it must be more than 0.");
        Require(options.Walkers > 0, $"--walkers is {options.Walkers}; it must be more than 0.");
        double frames = options.Picoseconds / LeastPicoseconds;
        Require(
            options.Picoseconds is >= LeastPicoseconds and <= MostPicoseconds && Math.Abs(frames - Math.Round(frames)) < 1e-6 * frames,
            $"--segment-ps is {options.Picoseconds}; it must be a multiple of {LeastPicoseconds}, ten steps, and at most {MostPicoseconds}.");
        Require(options.Box >= LeastBox, $"--box is {options.Box}; it must be at least {LeastBox} nm, for a cut-off of 0.9.");
        Require(
            options.Distance > Simulation.Target.Edge && options.Distance < options.Box / 2,
            $"--distance is {options.Distance}; it must be more than {Simulation.Target.Edge}, where the ions have met, and less than half of the box.");
        Require(options.Limit > 0, $"--limit is {options.Limit}; it must be more than 0.");
        return options;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new WorkConfigurationException(otherwise);
    }
}
