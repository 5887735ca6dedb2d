namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// What one side of a session says on one channel: a key of its own, and frames numbered from 0 without a gap. For one thread
/// at a time; the two directions of a session may be on two.
/// </summary>
internal abstract class SealedDirection : IDisposable
{
    private readonly IFrameSeal cipher;
    private readonly byte[] associated;
    private readonly KeyLimits limits;
    private long frames;
    private long bytes;

    protected SealedDirection(SealedSession session, SessionSide sender, SessionKeys keys, KeyLimits limits, ulong first)
    {
        Session = session;
        cipher = keys.SealOf(sender);
        associated = [.. session.Id, (byte)sender, (byte)session.Channel];
        this.limits = limits;
        Next = first;
    }

    /// <summary>The number of the frame that follows.</summary>
    public ulong Next { get; private set; }

    /// <summary>How often the key was replaced.</summary>
    public int Rekeyed { get; private set; }

    protected SealedSession Session { get; }

    public void Dispose() => cipher.Dispose();

    protected void Encrypt(Span<byte> frame) =>
        cipher.Encrypt(Next, SealedFrame.Text(frame), SealedFrame.Tag(frame), associated);

    protected bool TryDecrypt(Span<byte> frame) =>
        cipher.TryDecrypt(Next, SealedFrame.Text(frame), SealedFrame.Tag(frame), associated);

    /// <summary>Counts a frame, and goes to the next key where this one has done enough: both sides at the same frame.</summary>
    protected void Advance(int length)
    {
        Next++;
        frames++;
        bytes += length;
        if (frames < limits.Frames && bytes < limits.Bytes)
            return;
        cipher.Rekey();
        Rekeyed++;
        frames = 0;
        bytes = 0;
    }

    protected void RequireOpen()
    {
        if (Session.End is { } end)
            throw new SealException(SealFault.Closed, $"The session is closed: {end}");
    }

    protected void RequireNumber()
    {
        if (Next == NoiseCipher.Reserved)
            throw Fail(SealFault.Exhausted, "The session has used its last frame number; connect anew.");
    }

    /// <summary>Ends the session with its reason, and this direction's key.</summary>
    protected SealException Fail(SealFault fault, string reason)
    {
        Session.Close(reason);
        Dispose();
        return new SealException(fault, reason);
    }
}
