namespace WestRpc.Dispatch;

/// <summary>Says where two contracts of one task differ: the first line of their canonical texts that does.</summary>
internal static class ContractComparison
{
    public static string Describe(IReadOnlyList<WorkTaskDescriptor> ours, IReadOnlyDictionary<string, string> theirs)
    {
        IEnumerable<string> differences = ours
            .Where(t => theirs.TryGetValue(t.Name, out string? text) && text != t.Contract)
            .Select(t => $"{t.Name}: {Difference(t.Contract, theirs[t.Name])}");
        return "its tasks are not the master's: " + string.Join("; ", differences.DefaultIfEmpty("their hashes differ, but no text that it sent does"));
    }

    private static string Difference(string ours, string theirs)
    {
        string[] a = ours.Split('\n');
        string[] b = theirs.Split('\n');
        int line = 0;
        while (line < a.Length && line < b.Length && a[line] == b[line])
            line++;
        return $"the master has '{At(a, line)}', the worker '{At(b, line)}'";
    }

    private static string At(string[] lines, int line) => line < lines.Length ? lines[line].Trim() : "nothing";
}
