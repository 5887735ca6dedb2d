using System.Buffers.Binary;

namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>
/// Cuts a stream of bytes into ZMTP 3's frames, without I/O. It takes memory for a frame only when its length is known to be
/// allowed and not all of it is here, and none between frames.
/// </summary>
internal sealed class ZmtpFrameReader
{
    public const int MostHeader = 1 + sizeof(ulong);

    private const byte MoreFlag = 1;
    private const byte LongFlag = 2;
    private const byte CommandFlag = 4;

    private readonly byte[] header = new byte[MostHeader];
    private int headerFilled;
    private byte[]? body;
    private int length;
    private int bodyFilled;

    /// <summary>Whether the frame last taken was a command of ZMTP's.</summary>
    public bool IsCommand { get; private set; }

    /// <summary>Where the rest of a begun frame goes, for who can read it there; tell it by <see cref="Filled"/>.</summary>
    public Memory<byte> Rest => body is null ? default : body.AsMemory(bodyFilled, length - bodyFilled);

    public void Filled(int count) => bodyFilled += count;

    /// <summary>Takes the next frame, if all of it is here. To be called until it is not.</summary>
    /// <param name="bytes">What came; shortened by what was taken.</param>
    /// <param name="most">The longest frame that is allowed.</param>
    /// <param name="frame">A part of what came, or, where it came in parts, a piece of its own.</param>
    /// <exception cref="ZmtpException">It is no frame of a message of one part, or too long.</exception>
    public bool TryTake(ref Memory<byte> bytes, int most, out Memory<byte> frame)
    {
        frame = default;
        if (body is null && !TakeHeader(ref bytes, most))
            return false;

        if (body is null && bytes.Length >= length)
        {
            frame = bytes[..length];
            bytes = bytes[length..];
            headerFilled = 0;
            return true;
        }

        body ??= GC.AllocateUninitializedArray<byte>(length);
        int taken = Math.Min(bytes.Length, length - bodyFilled);
        bytes[..taken].CopyTo(body.AsMemory(bodyFilled));
        bytes = bytes[taken..];
        bodyFilled += taken;
        if (bodyFilled < length)
            return false;
        frame = body;
        body = null;
        headerFilled = 0;
        return true;
    }

    /// <summary>Gives up a begun frame.</summary>
    public void Clear() => body = null;

    public static int WriteHeader(Span<byte> destination, int length, bool command)
    {
        byte flags = command ? CommandFlag : (byte)0;
        if (length <= byte.MaxValue)
        {
            destination[0] = flags;
            destination[1] = (byte)length;
            return 2;
        }

        destination[0] = (byte)(flags | LongFlag);
        BinaryPrimitives.WriteUInt64BigEndian(destination[1..], (ulong)length);
        return MostHeader;
    }

    private bool TakeHeader(ref Memory<byte> bytes, int most)
    {
        while (true)
        {
            int size = headerFilled == 0 ? 1 : (header[0] & LongFlag) == 0 ? 2 : MostHeader;
            if (headerFilled == size && size > 1)
                break;
            int wanted = Math.Max(size - headerFilled, 1);
            int taken = Math.Min(bytes.Length, wanted);
            if (taken == 0)
                return false;
            bytes[..taken].CopyTo(header.AsMemory(headerFilled));
            bytes = bytes[taken..];
            headerFilled += taken;
            if ((header[0] & ~(LongFlag | CommandFlag)) != 0)
            {
                throw new ZmtpException(header[0] == MoreFlag || header[0] == (MoreFlag | LongFlag)
                    ? "A message of more than one part came; each is one."
                    : $"A frame came with flags that mean nothing: {header[0]:x2}.");
            }
        }

        ulong claimed = (header[0] & LongFlag) == 0 ? header[1] : BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(1));
        if (claimed > (ulong)most)
            throw new ZmtpException($"A frame of {claimed:N0} bytes is announced; {most:N0} are allowed.");
        IsCommand = (header[0] & CommandFlag) != 0;
        length = (int)claimed;
        bodyFilled = 0;
        return true;
    }
}
