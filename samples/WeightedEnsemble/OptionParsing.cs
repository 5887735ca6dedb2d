using System.CommandLine;
using System.CommandLine.Help;

namespace WeightedEnsemble;

/// <summary>What the samples' command lines have in common.</summary>
internal static class OptionParsing
{
    /// <summary>What was given, right or wrong; null where only the help or the version was wanted, which is printed.</summary>
    public static ParseResult? ParseOrHelp(this RootCommand root, IReadOnlyList<string> arguments, string workManagerHelp)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is null || parsed.Errors.Count > 0)
            return parsed;
        parsed.Invoke();
        if (parsed.Action is HelpAction)
            Console.WriteLine($"Work manager options:{Environment.NewLine}{workManagerHelp}");
        return null;
    }
}
