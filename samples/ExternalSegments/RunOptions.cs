using System.CommandLine;
using WeightedEnsemble;
using WestRpc;

namespace ExternalSegments;

/// <summary>What the command line asks for.</summary>
/// <param name="Segments">The run ends with the iteration in which there were so many.</param>
/// <param name="Seed">Names the random streams.</param>
/// <param name="Out">The folder of the simulation.</param>
/// <param name="Limit">Seconds that a segment may take.</param>
/// <param name="Faults">Whether segments are to fail and hang now and then.</param>
internal sealed record RunOptions(int Segments, ulong Seed, string Out, double Limit, bool Faults)
{
    /// <summary>Null where only the help was wanted, which is printed.</summary>
    /// <exception cref="WorkConfigurationException">An option is unknown or its value is not allowed.</exception>
    public static RunOptions? Read(IReadOnlyList<string> arguments, string workManagerHelp)
    {
        var segments = new Option<int>("--segments") { Description = "The run ends with the iteration in which there were so many", DefaultValueFactory = static _ => 2_000 };
        var seed = new Option<ulong>("--seed") { Description = "Names the random streams", DefaultValueFactory = static _ => 1 };
        var output = new Option<string>("--out") { Description = "The folder of the simulation, which all workers must see", DefaultValueFactory = static _ => "out" };
        var limit = new Option<double>("--limit") { Description = "Seconds that a segment may take", DefaultValueFactory = static _ => 2 };
        var faults = new Option<bool>("--faults") { Description = "Lets one segment in fifty fail and one in a hundred hang, once" };
        var root = new RootCommand("A weighted-ensemble simulation whose segments are propagated by a script.") { segments, seed, output, limit, faults };
        if (root.ParseOrHelp(arguments, workManagerHelp) is not { } parsed)
            return null;
        if (parsed.Errors.Count > 0)
            throw new WorkConfigurationException(parsed.Errors[0].Message);
        return parsed.GetValue(limit) > 0
            ? new RunOptions(parsed.GetValue(segments), parsed.GetValue(seed), parsed.GetValue(output)!, parsed.GetValue(limit), parsed.GetValue(faults))
            : throw new WorkConfigurationException($"--limit is '{parsed.GetValue(limit)}'; it must be more than 0.");
    }
}
