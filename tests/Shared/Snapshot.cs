using System.Text;

namespace WestRpc.Tests.Shared;

/// <summary>
/// Compares a text with the one that was reviewed. Where they differ, what came is left beside it as
/// <c>*.received.*</c>, to be accepted by renaming.
/// </summary>
internal static class Snapshot
{
    private const int Context = 2;

    /// <summary>Fails with the lines that differ unless the file holds this text; line ends do not count.</summary>
    public static void Verify(string receivedText, string verifiedPath)
    {
        string receivedPath = verifiedPath.Replace(".verified.", ".received.", StringComparison.Ordinal);
        if (receivedPath == verifiedPath)
            throw new ArgumentException($"'{verifiedPath}' has no '.verified.' in its name.", nameof(verifiedPath));
        string[] received = Lines(receivedText);
        string[]? verified = File.Exists(verifiedPath) ? Lines(File.ReadAllText(verifiedPath)) : null;
        if (verified is not null && verified.AsSpan().SequenceEqual(received))
        {
            File.Delete(receivedPath);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(receivedPath)!);
        File.WriteAllText(receivedPath, string.Join('\n', received) + "\n");
        string name = Path.GetFileName(verifiedPath);
        Assert.Fail(verified is null
            ? $"There is no {name}. Review {Path.GetFileName(receivedPath)} beside it and rename it."
            : $"{name} differs (- reviewed, + received):\n{Diff(verified, received)}");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static string Diff(string[] old, string[] now)
    {
        var lines = new List<(char Sign, string Text)>();
        int[,] common = CommonTails(old, now);
        int i = 0;
        int j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add((' ', old[i++]));
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
                lines.Add(('-', old[i++]));
            else
                lines.Add(('+', now[j++]));
        }

        return WithContext(lines);
    }

    /// <summary>How many lines the rests from each pair of places have in common.</summary>
    private static int[,] CommonTails(string[] old, string[] now)
    {
        int[,] common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }

    private static string WithContext(List<(char Sign, string Text)> lines)
    {
        var output = new StringBuilder();
        int lastShown = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            int from = Math.Max(0, i - Context);
            int to = Math.Min(lines.Count, i + Context + 1);
            if (!lines[from..to].Exists(static l => l.Sign != ' '))
                continue;
            if (i > lastShown + 1)
                output.Append("  ...\n");
            output.Append(lines[i].Sign).Append(' ').Append(lines[i].Text).Append('\n');
            lastShown = i;
        }

        return output.ToString();
    }
}
