namespace WestRpc.ZeroMQ.Security;

/// <summary>Opens what the other side says. What does not open, or does not follow, closes the session.</summary>
internal sealed class ReceivingDirection(
    SealedSession session, SessionKeys keys, KeyLimits limits, ulong first)
    : SealedDirection(session, session.Side == SessionSide.Node ? SessionSide.Master : SessionSide.Node, keys, limits, first)
{
    /// <inheritdoc cref="Open(Span{byte})"/>
    public Memory<byte> Open(Memory<byte> frame) => frame.Slice(SealedFrame.NumberSize, Open(frame.Span).Length);

    /// <summary>Opens a frame in place.</summary>
    /// <returns>The text, a part of the frame.</returns>
    /// <exception cref="SealException">It is not the frame that follows, or the session is closed already.</exception>
    public Span<byte> Open(Span<byte> frame)
    {
        RequireOpen();
        if (frame.Length < SealedFrame.Overhead)
            throw Fail(SealFault.WrongSize, $"A frame of {frame.Length} bytes came; a sealed one has at least {SealedFrame.Overhead}.");
        RequireNumber();
        ulong number = SealedFrame.ReadNumber(frame);
        if (number != Next)
            throw Fail(SealFault.OutOfSequence, $"Frame {Next} was expected and one with the number {number} came: frames were lost, repeated or changed on their way.");
        if (!TryDecrypt(frame))
            throw Fail(SealFault.Forged, $"The seal of frame {Next} is broken: it was changed on its way or belongs elsewhere.");
        Advance(frame.Length - SealedFrame.Overhead);
        Session.Confirm();
        return SealedFrame.Text(frame);
    }
}
