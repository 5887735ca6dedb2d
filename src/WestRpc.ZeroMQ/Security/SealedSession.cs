namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// One channel between a node and the master after the handshake. Whatever is wrong with a frame closes it for good. Disposing
/// wipes its keys; do so when neither direction is in use.
/// </summary>
internal sealed class SealedSession : IDisposable
{
    private readonly byte[] id;
    private string? end;
    private volatile bool confirmed;

    public SealedSession(
        SessionKeys keys, SessionSide side, SessionChannel channel, bool confirmed, KeyLimits? limits = null, ulong first = 0)
    {
        id = keys.Id.ToArray();
        Side = side;
        Channel = channel;
        this.confirmed = confirmed;
        limits ??= KeyLimits.Default;
        Security = keys.Security;
        Sending = new SendingDirection(this, keys, limits, first);
        Receiving = new ReceivingDirection(this, keys, limits, first);
    }

    /// <summary>The handshake's hash: no secret, and no other session's.</summary>
    public ReadOnlySpan<byte> Id => id;

    /// <summary>Which side we are.</summary>
    public SessionSide Side { get; }

    public SessionChannel Channel { get; }

    /// <summary>Whether its frames are sealed, or only numbered.</summary>
    public ZeroMQSecurity Security { get; }

    public SendingDirection Sending { get; }

    public ReceivingDirection Receiving { get; }

    /// <summary>
    /// Whether the other side has proved that it is there now. The master knows it with the first frame that it opens: the
    /// handshake's first message alone may be a recording.
    /// </summary>
    public bool IsConfirmed => confirmed;

    /// <summary>Why it is closed; null while it is not.</summary>
    public string? End => Volatile.Read(ref end);

    /// <summary>Closes it; the first reason stays.</summary>
    public void Close(string reason) => Interlocked.CompareExchange(ref end, reason, null);

    public void Dispose()
    {
        Close("it was disposed.");
        Sending.Dispose();
        Receiving.Dispose();
    }

    internal void Confirm()
    {
        if (!confirmed)
            confirmed = true;
    }
}
