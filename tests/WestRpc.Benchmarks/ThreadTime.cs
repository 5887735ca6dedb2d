using System.Runtime.InteropServices;

namespace WestRpc.Benchmarks;

/// <summary>The processor time of the calling thread.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>Computes for so long: what others take of the core does not count.</summary>
    public static void Spend(TimeSpan time)
    {
        TimeSpan end = Now + time;
        while (Now < end)
            Thread.SpinWait(20);
    }

    private static TimeSpan Now
    {
        get
        {
            _ = clock_gettime(ThreadClock, out TimeSpec now);
            return TimeSpan.FromSeconds(now.Seconds) + TimeSpan.FromMicroseconds(now.Nanoseconds / 1e3);
        }
    }

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpec time);
}
