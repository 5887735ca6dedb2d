namespace WestRpc.ZeroMQ;

/// <summary>
/// Counts the time during which this process ran: while it is stopped (SIGSTOP, a suspended machine) nobody's silence counts,
/// since nobody listens. One thread tells it the time, often.
/// </summary>
internal sealed class RunningClock
{
    private const long MostStep = 1_000;

    private long last;
    private long now;

    /// <param name="milliseconds">By a clock that never goes back.</param>
    public RunningClock(long milliseconds) => last = milliseconds;

    /// <summary>The time of the last <see cref="Tick"/>, in milliseconds from the beginning.</summary>
    public long Now => Volatile.Read(ref now);

    /// <summary>Tells the time, and returns <see cref="Now"/>.</summary>
    public long Tick(long milliseconds)
    {
        Volatile.Write(ref now, now + Math.Min(milliseconds - last, MostStep));
        last = milliseconds;
        return now;
    }
}
