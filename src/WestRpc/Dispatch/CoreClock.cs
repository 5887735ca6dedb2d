namespace WestRpc.Dispatch;

/// <summary>
/// The core's time: it stands still while this process does. A wake-up that comes late (Ctrl-Z, a suspended machine, a
/// debugger) means that the time since the last one was nobody's, so all deadlines move with it, and no healthy worker is
/// taken for dead.
/// </summary>
internal sealed class CoreClock
{
    /// <summary>While there are workers the core is woken at least so often; 1 s.</summary>
    public const long Period = 1_000_000_000;

    // So late a wake-up may come on a busy machine.
    private const long Tolerance = 1_000_000_000;

    private long lost;
    private long latest;
    private long wake = long.MaxValue;

    /// <summary>In nanoseconds; never goes back.</summary>
    public long Now { get; private set; }

    /// <summary>When, by the driver's clock, the core wants to be woken; <see cref="long.MaxValue"/> for never.</summary>
    public long Wake => wake;

    /// <summary>Takes the driver's time; whether it was late.</summary>
    public bool Advance(long time)
    {
        time = Math.Max(time, latest);
        bool late = wake != long.MaxValue && time - wake > Tolerance;
        if (late)
            lost += time - latest;
        latest = time;
        Now = time - lost;
        return late;
    }

    /// <summary>Says when to be woken: at the next deadline, and at the latest after a period where something is to be watched.</summary>
    public void Arm(long? due, bool watching)
    {
        long at = due is { } d ? d + lost : long.MaxValue;
        wake = watching ? Math.Min(at, latest + Period) : at;
    }
}
