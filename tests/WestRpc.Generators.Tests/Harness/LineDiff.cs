namespace WestRpc.Generators.Tests;

/// <summary>The lines in which two texts differ, each group with a line around it.</summary>
internal static class LineDiff
{
    private const int MaxLines = 80;

    public static string Between(string verified, string received)
    {
        string[] old = verified.Split('\n');
        string[] now = received.Split('\n');
        int[,] common = CommonLines(old, now);
        var lines = new List<string>();
        bool isGap = true;
        for (int i = 0, j = 0; (i < old.Length || j < now.Length) && lines.Count < MaxLines;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                bool changesNext = old.Skip(i + 1).FirstOrDefault() != now.Skip(j + 1).FirstOrDefault();
                if (changesNext)
                    lines.Add($"@@ line {j + 1} @@");
                if (changesNext || !isGap)
                    lines.Add("  " + now[j]);
                isGap = true;
                i++;
                j++;
                continue;
            }

            isGap = false;
            bool isOld = j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]);
            lines.Add(isOld ? "- " + old[i++] : "+ " + now[j++]);
        }

        return string.Join('\n', lines);
    }

    /// <summary>How many lines the ends from i and j on have in common.</summary>
    private static int[,] CommonLines(string[] old, string[] now)
    {
        int[,] common = new int[old.Length + 1, now.Length + 1];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        return common;
    }
}
