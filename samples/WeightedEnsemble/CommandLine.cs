using System.CommandLine;
using System.Globalization;
using WeightedEnsemble.Output;
using WestRpc;

namespace WeightedEnsemble;

/// <summary>What the command line asks for.</summary>
internal sealed record RunOptions(
    string Input, int? Iterations, ulong Seed, int Replicas, string Out, bool Segments, int SegmentsPerTask);

/// <summary>Reads the program's own options; WestRpc has taken its own before.</summary>
internal static class CommandLine
{
    /// <summary>Null where only the help was wanted, which is printed.</summary>
    /// <exception cref="WorkConfigurationException">An option is unknown or its value is not allowed.</exception>
    public static RunOptions? Read(IReadOnlyList<string> arguments, string workManagerHelp)
    {
        var input = new Option<string>("--input") { HelpName = "file", Description = "The system: a JSON file, or double-well.json or odld.json of the sample", DefaultValueFactory = _ => "double-well.json" };
        Option<int?> iterations = Number<int?>("--iterations", "How many; default: as the input file says", null, 1, 100_000_000, static n => (int)n);
        Option<ulong> seed = Number<ulong>("--seed", "Names the random streams", 1UL, 0, long.MaxValue, static n => (ulong)n);
        Option<int> replicas = Number<int>("--replicas", "Independent runs, with seeds from --seed on; they share the workers", 1, 1, 1_000, static n => (int)n);
        var output = new Option<string>("--out") { HelpName = "directory", Description = "The directory for what comes out", DefaultValueFactory = _ => "out" };
        var segments = new Option<bool>("--save-segments") { Description = "Write segments.h5 as well: a row for each segment" };
        Option<int> block = Number<int>("--segments-per-task", "Segments that are sent as one task", 1, 1, 1_000_000, static n => (int)n);
        var root = new RootCommand("A weighted-ensemble simulation of a one-dimensional system.")
        {
            input, iterations, seed, replicas, output, segments, block,
        };

        if (root.ParseOrHelp(arguments, workManagerHelp) is not { } parsed)
            return null;
        if (parsed.UnmatchedTokens.Count > 0)
            throw new WorkConfigurationException(
                $"'{parsed.UnmatchedTokens[0]}' is not an option; allowed are {string.Join(", ", root.Options.Select(static o => o.Name))} and the work manager's.");
        if (parsed.Errors.Count > 0)
            throw new WorkConfigurationException(parsed.Errors[0].Message);
        if (parsed.GetValue(segments) && !SegmentsFile.IsSupported)
            throw new WorkConfigurationException("--save-segments is not there in a program that was published as native code; run it with dotnet.");
        return new RunOptions(
            parsed.GetValue(input)!, parsed.GetValue(iterations), parsed.GetValue(seed), parsed.GetValue(replicas),
            parsed.GetValue(output)!, parsed.GetValue(segments), parsed.GetValue(block));
    }

    private static Option<T> Number<T>(string name, string description, T standard, long least, long most, Func<long, T> convert) =>
        new(name)
        {
            HelpName = "n",
            Description = description,
            DefaultValueFactory = _ => standard,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) && n >= least && n <= most)
                    return convert(n);
                result.AddError($"{name} is '{text}', which is not a whole number from {least} to {most}.");
                return standard;
            },
        };
}
