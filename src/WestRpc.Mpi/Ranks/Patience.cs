using System.Diagnostics;

namespace WestRpc.Mpi.Ranks;

/// <summary>
/// How to wait where only asking tells whether something has come: first ask again at once, then nap between, the longer the
/// longer nothing came. Times are in nanoseconds.
/// </summary>
internal sealed class Patience
{
    private const long Microsecond = 1_000;
    private const long Spin = 20 * Microsecond;
    private const long ShortCallSpin = 100 * Microsecond;
    private const long EagerSpin = 250 * Microsecond;
    private const long ShortestNap = 20 * Microsecond;
    private const long NapForCall = 80 * Microsecond;
    private const long NapForResults = 500 * Microsecond;
    private const long NapInLongCall = 2_000 * Microsecond;
    private const long LongestNap = 10_000 * Microsecond;
    private const int EarlyShare = 2;
    private const int Share = 128;

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
    /// <param name="outlook">What is waited for.</param>
    /// <param name="isMoving">Whether a message is on its way.</param>
    public long NapAt(long now, Outlook outlook, bool isMoving = false)
    {
        long quiet = (now - since) / (isMoving ? Haste : 1);
        if (outlook == Outlook.LongCall && !isMoving)
            return Math.Clamp(quiet / Share, NapInLongCall, LongestNap);
        if (quiet < (outlook == Outlook.ShortCall ? ShortCallSpin : eager ? EagerSpin : Spin))
            return 0;
        long usual = Math.Max(outlook == Outlook.Results ? NapForResults : NapForCall, quiet / Share);
        return Math.Clamp(Math.Min(quiet / EarlyShare, usual), ShortestNap, LongestNap);
    }
}
