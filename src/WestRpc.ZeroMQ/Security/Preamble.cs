namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// The first 8 bytes of what is said before there is a session: "WRPC", version, kind, channel, 0. Each kind has one size.
/// Nothing here is believed; it only says early and plainly what the seal would refuse anyway.
/// </summary>
internal static class Preamble
{
    public const int Size = 8;
    public const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "WRPC"u8;

    public static void Write(Span<byte> message, MessageKind kind, SessionChannel channel)
    {
        Magic.CopyTo(message);
        message[4] = Version;
        message[5] = (byte)kind;
        message[6] = (byte)channel;
        message[7] = 0;
    }

    /// <exception cref="SealException">The message is none of this kind.</exception>
    public static void Check(ReadOnlySpan<byte> message, int size, MessageKind kind, SessionChannel channel)
    {
        if (message.Length < Size || !message.StartsWith(Magic))
            throw new SealException(SealFault.NotOurs, $"What came ({message.Length} bytes) is not WestRpc's.");
        if (message[4] != Version)
            throw new SealException(SealFault.OtherVersion, $"The other side speaks version {message[4]} of the sealed protocol, this one version {Version}; run the same build on all machines.");
        if (message.Length != size)
            throw new SealException(SealFault.WrongSize, $"A message of {message.Length} bytes came; {kind} has {size}.");
        if (message[5] != (byte)kind || message[6] != (byte)channel || message[7] != 0)
            throw new SealException(SealFault.NotOurs, $"A message of kind {message[5]} for channel {message[6]} came; {kind} for {channel} was expected.");
    }
}
