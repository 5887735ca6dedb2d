namespace WestRpc.Simulation;

/// <summary>
/// Numbers that depend on a seed and on what they are for, and on nothing else: a decision that is left out changes no
/// other, so that schedules can be shrunk.
/// </summary>
internal sealed class SimRandom
{
    private ulong state;

    public SimRandom(ulong seed, params ReadOnlySpan<long> purpose)
    {
        state = Mix(seed + 0x9E3779B97F4A7C15);
        foreach (long part in purpose)
            state = Mix(state ^ ((ulong)part * 0xD1342543DE82EF95));
    }

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    /// <summary>From 0 to 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Both ends can come.</summary>
    public long Between(long least, long most) => least + (long)(Next() % (ulong)(most - least + 1));

    public bool OneIn(int n) => Below(n) == 0;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
