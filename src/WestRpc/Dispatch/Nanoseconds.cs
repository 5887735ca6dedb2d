namespace WestRpc.Dispatch;

/// <summary>The core counts in nanoseconds.</summary>
internal static class Nanoseconds
{
    /// <summary>73 years: longer ones are cut to it, so that no sum runs over.</summary>
    public const long Most = 1L << 61;

    public static long Of(TimeSpan time) => time.Ticks >= Most / 100 ? Most : time.Ticks * 100;
}
