namespace WestRpc.Simulation;

/// <summary>Spans of virtual time, in nanoseconds.</summary>
internal static class Duration
{
    public const long Microsecond = 1_000;
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;
    public const long Forever = 1_000_000 * Second;

    public static TimeSpan ToTimeSpan(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / 100);

    /// <summary>How long a call runs, from one of several distributions.</summary>
    public static long Draw(SimRandom random, int distribution) => distribution switch
    {
        0 => 50 * Microsecond,
        1 => random.Between(Microsecond, 300 * Microsecond),
        2 => random.Between(Millisecond, 10 * Millisecond),
        3 => (long)(-Math.Log(1 - random.Unit()) * 20 * Millisecond) + 1,
        4 => Math.Min((long)(100 * Microsecond / Math.Pow(1 - random.Unit(), 1.5)), 5 * Second),
        5 => random.OneIn(8) ? random.Between(50 * Millisecond, 500 * Millisecond) : random.Between(10 * Microsecond, 200 * Microsecond),
        6 => random.OneIn(3) ? random.Between(Millisecond, 60 * Millisecond) : random.Between(Microsecond, 50 * Microsecond),
        8 => random.OneIn(2) ? random.Between(Millisecond, 5 * Millisecond) : random.Between(10 * Microsecond, 100 * Microsecond),
        _ => random.Between(200 * Millisecond, 3 * Second),
    };
}
