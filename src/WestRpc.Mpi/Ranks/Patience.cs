using System.Diagnostics;

namespace WestRpc.Mpi.Ranks;

/// <summary>
/// How to wait where only asking tells whether something has come: first ask again at once, then nap between, the longer the
/// longer nothing came. A nap adds a 64th at most to what was waited for anyway.
/// </summary>
internal static class Patience
{
    private const long Microsecond = 1_000;
    private const long Spin = 30 * Microsecond;
    private const long ShortestNap = 100 * Microsecond;
    private const long LongestNap = 5_000 * Microsecond;
    private const int Share = 64;

    // While a message is on its way MPI needs to be asked often, since only asking moves it on.
    private const int Haste = 50;

    /// <summary>For how many nanoseconds to nap; 0 for not at all.</summary>
    /// <param name="quiet">For how many nothing has come.</param>
    /// <param name="isMoving">Whether a message is on its way.</param>
    public static long NapAfter(long quiet, bool isMoving)
    {
        if (isMoving)
            quiet /= Haste;
        return quiet < Spin ? 0 : Math.Clamp(quiet / Share, isMoving ? ShortestNap / 5 : ShortestNap, LongestNap);
    }

    public static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
