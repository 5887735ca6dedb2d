namespace WestRpc.Dispatch;

/// <summary>Says in which tasks, and where in them, a worker's contracts are not the master's.</summary>
internal static class ContractComparison
{
    public static string Describe(IReadOnlyList<WorkTaskDescriptor> ours, IReadOnlyDictionary<string, string> theirs)
    {
        IEnumerable<string> differences = ours
            .Where(t => theirs.TryGetValue(t.Name, out string? text) && text != t.Contract)
            .Select(t => $"{t.Name}: {ContractDifference.Describe(t.Name, t.Contract, theirs[t.Name], "the master", "the worker")}");
        return "its tasks are not the master's: " + string.Join("; ", differences.DefaultIfEmpty("their hashes differ, but no text that it sent does"));
    }
}
