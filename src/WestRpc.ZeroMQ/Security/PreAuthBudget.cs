namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// What a connection may cost before it has shown that it knows the secret: bytes, and time since it was opened. It has no
/// clock: times are nanoseconds of the caller's.
/// </summary>
internal sealed class PreAuthBudget
{
    /// <summary>More than any message that is said before the seal.</summary>
    public const int DefaultBytes = 1_024;

    public static readonly TimeSpan DefaultTime = TimeSpan.FromSeconds(5);

    private readonly int bytes;
    private long taken;

    public PreAuthBudget(long now, TimeSpan? time = null, int bytes = DefaultBytes)
    {
        Time = time ?? DefaultTime;
        this.bytes = bytes;
        Deadline = now + (Time.Ticks * TimeSpan.NanosecondsPerTick);
    }

    /// <summary>When an unauthenticated connection is to be closed.</summary>
    public long Deadline { get; }

    public bool IsAuthenticated { get; private set; }

    private TimeSpan Time { get; }

    /// <summary>To be asked before anything that came is looked at: null, or why the connection is to be closed.</summary>
    public string? Take(int length, long now)
    {
        if (IsAuthenticated)
            return null;
        taken += length;
        return taken > bytes
            ? $"{taken:N0} bytes came before the handshake was done; {bytes:N0} are allowed."
            : CheckTime(now);
    }

    /// <summary>To be asked when time has passed: null, or why the connection is to be closed.</summary>
    public string? CheckTime(long now) => !IsAuthenticated && now >= Deadline
        ? $"The handshake was not done within {Time.TotalSeconds:0.###} s."
        : null;

    /// <summary>The first sealed frame was opened: the limits are lifted.</summary>
    public void Authenticate() => IsAuthenticated = true;
}
