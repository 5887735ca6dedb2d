namespace WestRpc.Simulation;

/// <summary>A hash of all that the core did, and, where wanted, the same as text.</summary>
internal sealed class Trace(bool keepsText)
{
    private readonly List<string> lines = [];

    public bool KeepsText { get; } = keepsText;

    public ulong Hash { get; private set; } = 14695981039346656037;

    public IReadOnlyList<string> Lines => lines;

    public void Mix(long a, long b = 0, long c = 0)
    {
        Hash = (Hash ^ (ulong)a) * 1099511628211;
        Hash = (Hash ^ (ulong)b) * 1099511628211;
        Hash = (Hash ^ (ulong)c) * 1099511628211;
        Hash ^= Hash >> 29;
    }

    public void Say(long time, string text) => lines.Add($"{time / 1e6,14:0.000000} ms  {text}");
}
