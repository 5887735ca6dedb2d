namespace WestRpc.ZeroMQ.Master;

/// <summary>The numbers that workers have on their host (<c>WM_PROCESS_ID</c>).</summary>
internal static class WorkerNumbers
{
    /// <summary>
    /// Numbers that no other worker of the host has; as many as the node was told to have, or, where nobody is there yet, one
    /// for each core.
    /// </summary>
    /// <param name="taken">Those of the host's other nodes, and of the master where it is there.</param>
    /// <param name="wanted">How many the node was told to have; null where nobody said.</param>
    /// <param name="cores">How many cores it may use.</param>
    public static Range Allocate(IEnumerable<Range> taken, int? wanted, int cores)
    {
        Range[] covered = [.. taken.Where(static r => r.End.Value > r.Start.Value)];
        int count = wanted ?? (covered.Length > 0 ? 0 : cores);
        int first = 0;
        while (Array.Find(covered, r => r.Start.Value < first + count && first < r.End.Value) is { End.Value: > 0 } other)
            first = other.End.Value;
        return new Range(first, first + count);
    }
}
