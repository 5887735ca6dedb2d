using System.Diagnostics;

namespace WestRpc.Dispatch;

/// <summary>The clock that the core is told: it never goes back, and nobody can set it.</summary>
internal static class MonotonicClock
{
    /// <summary>Nanoseconds since some time.</summary>
    public static long Now => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp()
        : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
