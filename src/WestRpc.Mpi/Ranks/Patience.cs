using System.Diagnostics;

namespace WestRpc.Mpi.Ranks;

/// <summary>
/// How to wait where only asking tells whether something has come: first ask again at once, then nap between, the longer the
/// longer nothing came. A nap adds a 64th at most to what was waited for anyway. Times are in nanoseconds.
/// </summary>
internal sealed class Patience
{
    private const long Microsecond = 1_000;
    private const long Spin = 20 * Microsecond;
    private const long EagerSpin = 250 * Microsecond;
    private const long ShortestNap = 20 * Microsecond;
    private const long EarlyNap = 180 * Microsecond;
    private const long LongestNap = 10_000 * Microsecond;
    private const int EarlyShare = 2;
    private const int Share = 64;

    // While a message is on its way MPI needs to be asked often, since only asking moves it on.
    private const int Haste = 50;

    private long since;
    private bool eager;

    public static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    /// <summary>Something was done; <paramref name="received"/> says whether that is since something came. Who gets answers soon waits for the next one without a nap.</summary>
    public void Acted(long now, bool received)
    {
        if (received)
            eager = now - since < EagerSpin;
        since = now;
    }

    /// <summary>For how long to nap; 0 for not at all.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isMoving">Whether a message is on its way.</param>
    public long NapAt(long now, bool isMoving)
    {
        long quiet = (now - since) / (isMoving ? Haste : 1);
        if (quiet < (eager ? EagerSpin : Spin))
            return 0;
        return Math.Clamp(Math.Min(quiet / EarlyShare, Math.Max(EarlyNap, quiet / Share)), ShortestNap, LongestNap);
    }
}
