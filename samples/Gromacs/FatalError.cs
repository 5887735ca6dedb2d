using System.Text.RegularExpressions;

namespace Gromacs;

/// <summary>Why GROMACS gave up, from all that it printed.</summary>
internal static partial class FatalError
{
    /// <summary>In one line; null where it has not said.</summary>
    public static string? Find(string output) =>
        Paragraph().Match(output) is { Success: true } match ? Blanks().Replace(match.Groups[1].Value.Trim(), " ")
        : output.Contains("Illegal instruction", StringComparison.Ordinal) ? "It was compiled for CPU instructions that this processor has not."
        : null;

    [GeneratedRegex(@"^(?:Fatal error|Error in user input|Inconsistency in user input):[ \t]*\n(.+?)(?:\n[ \t]*\n|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
