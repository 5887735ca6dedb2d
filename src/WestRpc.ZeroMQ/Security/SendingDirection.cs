namespace WestRpc.ZeroMQ.Security;

/// <summary>Seals what this side says.</summary>
internal sealed class SendingDirection(
    SealedSession session, SessionKeys keys, KeyLimits limits, ulong first)
    : SealedDirection(session, session.Side, keys, limits, first)
{
    /// <summary>Seals a frame in place. Sealed frames must be sent in the order in which they were sealed, each once.</summary>
    /// <param name="frame">Room for the number, the text, room for the tag (<see cref="SealedFrame"/>).</param>
    /// <exception cref="SealException">The session is closed.</exception>
    /// <exception cref="InvalidOperationException">The other side has not proved yet who it is.</exception>
    public void Seal(Span<byte> frame)
    {
        RequireOpen();
        if (!Session.IsConfirmed)
            throw new InvalidOperationException("Nothing is said to a node before its first frame: until then it may be a recording.");
        if (frame.Length < SealedFrame.Overhead)
            throw new ArgumentException($"A frame has at least {SealedFrame.Overhead} bytes, this one {frame.Length}.", nameof(frame));
        RequireNumber();
        SealedFrame.WriteNumber(frame, Next);
        Encrypt(frame);
        Advance(frame.Length - SealedFrame.Overhead);
    }
}
