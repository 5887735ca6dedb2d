using System.Buffers.Binary;
using System.Text;

namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>
/// What ZMTP 3 says before messages: the greeting of 64 bytes, and the NULL mechanism's READY. It authenticates nobody: that
/// is done in the messages.
/// </summary>
internal static class ZmtpHandshake
{
    public const int GreetingSize = 64;

    private const int VersionOffset = 10;
    private const int MechanismOffset = 12;
    private const int MechanismSize = 20;
    private const byte SignatureStart = 0xff;
    private const byte SignatureEnd = 0x7f;
    private const int SignatureLast = 9;

    private static ReadOnlySpan<byte> Mechanism => "NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"u8;

    private static ReadOnlySpan<byte> ReadyName => "\x05READY"u8;

    private static ReadOnlySpan<byte> PingName => "\x04PING"u8;

    private static ReadOnlySpan<byte> PongName => "\x04PONG"u8;

    private static ReadOnlySpan<byte> SocketTypeName => "Socket-Type"u8;

    public static byte[] Greeting()
    {
        byte[] greeting = new byte[GreetingSize];
        greeting[0] = SignatureStart;
        greeting[SignatureLast] = SignatureEnd;
        greeting[VersionOffset] = 3;
        Mechanism.CopyTo(greeting.AsSpan(MechanismOffset));
        return greeting;
    }

    /// <summary>Looks at what has come of a greeting so far, so that what will be none is refused at once.</summary>
    /// <exception cref="ZmtpException">It is none of ZMTP 3, or wants a mechanism that we do not speak.</exception>
    public static void CheckGreeting(ReadOnlySpan<byte> begun)
    {
        if ((begun.Length > 0 && begun[0] != SignatureStart) || (begun.Length > SignatureLast && (begun[SignatureLast] & 1) == 0))
            throw new ZmtpException("What came is no ZMTP greeting, or one of version 1.");
        if (begun.Length > VersionOffset && begun[VersionOffset] < 3)
            throw new ZmtpException($"The peer greets with ZMTP's revision {begun[VersionOffset]}; 3 is spoken here.");
        if (begun.Length == GreetingSize && !begun.Slice(MechanismOffset, MechanismSize).SequenceEqual(Mechanism))
            throw new ZmtpException("The peer wants a security mechanism of ZMTP's; only NULL is spoken here, as messages seal themselves.");
    }

    public static byte[] Ready(ZmtpRole role)
    {
        byte[] type = Encoding.ASCII.GetBytes(role.SocketType);
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, type.Length);
        return [.. ReadyName, (byte)SocketTypeName.Length, .. SocketTypeName, .. length, .. type];
    }

    /// <exception cref="ZmtpException">It is no READY, or that of a socket that does not go with ours.</exception>
    public static void CheckReady(ReadOnlySpan<byte> command, ZmtpRole role)
    {
        if (!command.StartsWith(ReadyName))
            throw new ZmtpException("The peer's first command is not READY.");
        ReadOnlySpan<byte> rest = command[ReadyName.Length..];
        while (TakeProperty(ref rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value))
        {
            if (!Ascii.EqualsIgnoreCase(name, SocketTypeName))
                continue;
            foreach (string peer in role.Peers)
            {
                if (Ascii.Equals(value, peer))
                    return;
            }
        }

        throw new ZmtpException($"The peer's READY does not say that its socket is of type {string.Join(" or ", role.Peers)}.");
    }

    /// <summary>The answer to a PING, with its context; null where the command is none.</summary>
    public static byte[]? Pong(ReadOnlySpan<byte> command)
    {
        const int TimeToLive = sizeof(ushort);
        const int MostContext = 16;
        if (!command.StartsWith(PingName) || command.Length < PingName.Length + TimeToLive)
            return null;
        ReadOnlySpan<byte> context = command[(PingName.Length + TimeToLive)..];
        return [.. PongName, .. context[..Math.Min(context.Length, MostContext)]];
    }

    private static bool TakeProperty(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (rest.Length == 0 || rest.Length < 1 + rest[0] + sizeof(uint))
            return false;
        name = rest.Slice(1, rest[0]);
        rest = rest[(1 + name.Length)..];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        rest = rest[sizeof(uint)..];
        if (length > rest.Length)
            return false;
        value = rest[..(int)length];
        rest = rest[(int)length..];
        return true;
    }
}
