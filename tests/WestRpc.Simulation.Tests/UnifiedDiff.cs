using System.Text.RegularExpressions;

namespace WestRpc.Simulation.Tests;

/// <summary>A patch of one or more files, applied to their text in memory.</summary>
internal sealed partial class UnifiedDiff
{
    private readonly List<(string Path, List<(int At, List<string> Lines)> Hunks)> files = [];

    public IEnumerable<string> Paths => files.Select(static f => f.Path);

    public static UnifiedDiff Parse(string text)
    {
        var diff = new UnifiedDiff();
        foreach (string line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("+++ b/", StringComparison.Ordinal))
                diff.files.Add((line[6..], []));
            else if (HunkHeader().Match(line) is { Success: true } header)
                diff.files[^1].Hunks.Add((int.Parse(header.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), []));
            else if (diff.files is [.., (_, [.., (_, List<string> lines)])] && !line.StartsWith("---", StringComparison.Ordinal) && !line.StartsWith("diff ", StringComparison.Ordinal))
                lines.Add(line);
        }

        return diff.files.Count > 0 ? diff : throw new FormatException("The patch has no file.");
    }

    /// <summary>
    /// The text of a file after the patch. A hunk may have moved, but its old lines must be there once exactly.
    /// </summary>
    public string Apply(string path, string text)
    {
        List<string> lines = [.. text.ReplaceLineEndings("\n").Split('\n')];
        foreach ((int at, List<string> hunk) in files.Single(f => f.Path == path).Hunks)
        {
            string[] before = [.. hunk.Where(static l => !l.StartsWith('+')).Select(static l => l.Length > 0 ? l[1..] : "")];
            string[] after = [.. hunk.Where(static l => !l.StartsWith('-')).Select(static l => l.Length > 0 ? l[1..] : "")];
            int[] places = [.. Enumerable.Range(0, Math.Max(0, lines.Count - before.Length + 1)).Where(i => lines.Skip(i).Take(before.Length).SequenceEqual(before))];
            if (places.Length != 1)
                throw new FormatException($"The hunk at line {at} of {path} fits {places.Length} places; it has to fit one.");
            lines.RemoveRange(places[0], before.Length);
            lines.InsertRange(places[0], after);
        }

        return string.Join('\n', lines);
    }

    [GeneratedRegex(@"^@@ -(\d+)")]
    private static partial Regex HunkHeader();
}
