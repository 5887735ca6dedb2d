namespace WestRpc.Generators.Tests;

/// <summary>The lines in which two texts differ, with a few around them.</summary>
internal static class LineDiff
{
    private const int Around = 2;
    private const int MaxLines = 60;

    public static string Between(string verified, string received)
    {
        string[] old = verified.Split('\n');
        string[] now = received.Split('\n');
        int same = 0;
        while (same < old.Length && same < now.Length && old[same] == now[same])
            same++;
        int tail = 0;
        while (tail < old.Length - same && tail < now.Length - same && old[^(tail + 1)] == now[^(tail + 1)])
            tail++;
        int start = Math.Max(0, same - Around);
        IEnumerable<string> lines =
        [
            $"@@ line {same + 1} @@",
            .. old[start..same].Select(static l => "  " + l),
            .. old[same..^tail].Select(static l => "- " + l),
            .. now[same..^tail].Select(static l => "+ " + l),
            .. now[^tail..].Take(Around).Select(static l => "  " + l),
        ];
        return string.Join('\n', lines.Take(MaxLines));
    }
}
