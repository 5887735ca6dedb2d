namespace WestRpc.Benchmarks.Report;

/// <summary>Parts of a document between comments that readers don't see.</summary>
internal static class MarkedRegion
{
    /// <exception cref="InvalidDataException">The region is not there, or not closed.</exception>
    public static string Replace(string text, string name, string content)
    {
        string begin = $"<!-- measured: {name} -->";
        string end = $"<!-- end: {name} -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = text.IndexOf(end, Math.Max(from, 0), StringComparison.Ordinal);
        return from < 0 || to < 0
            ? throw new InvalidDataException($"The document has no region between '{begin}' and '{end}'.")
            : $"{text[..(from + begin.Length)]}\n{content.TrimEnd()}\n{text[to..]}";
    }
}
