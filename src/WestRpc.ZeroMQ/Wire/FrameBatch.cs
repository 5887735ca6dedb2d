using System.Buffers;
using System.Buffers.Binary;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Wire;

/// <summary>
/// Frames of a node's workers, one behind the other in one message, with room for the seal around them: for each the worker's
/// number in its session (4 bytes, little-endian; 0 is the node itself), the header and the body.
/// </summary>
internal sealed class FrameBatch
{
    private const int FirstSize = 4 * 1024;
    private const int WorkerSize = sizeof(uint);
    private const int Start = RentedMessage.HeadRoom + SealedFrame.NumberSize;

    private byte[] buffer = [];
    private int position = Start;

    public bool IsEmpty => position == Start;

    /// <summary>Bytes of frames.</summary>
    public int Length => position - Start;

    public void Append(uint worker, in Frame frame)
    {
        int length = frame.Body.Length;
        Span<byte> space = Reserve(WorkerSize + FrameHeader.Size + length);
        BinaryPrimitives.WriteUInt32LittleEndian(space, worker);
        (frame.Header with { Length = length }).Write(space[WorkerSize..]);
        frame.Body.Span.CopyTo(space[(WorkerSize + FrameHeader.Size)..]);
    }

    /// <summary>The message, with room for number and tag; <see cref="Clear"/> or <see cref="Detach"/> follows.</summary>
    public Span<byte> Message => buffer.AsSpan(RentedMessage.HeadRoom, MessageLength);

    public void Clear() => position = Start;

    /// <summary>Gives the message away with its memory, and begins the next in another.</summary>
    public RentedMessage Detach()
    {
        var message = new RentedMessage(buffer, MessageLength);
        buffer = [];
        Clear();
        return message;
    }

    /// <summary>Reads what <see cref="Append"/> wrote.</summary>
    /// <exception cref="WireException">It is no such message.</exception>
    public static bool TryRead(ref ReadOnlyMemory<byte> text, int maxBody, out uint worker, out Frame frame)
    {
        worker = 0;
        frame = default;
        if (text.IsEmpty)
            return false;
        if (text.Length < WorkerSize + FrameHeader.Size)
            throw new WireException($"A message ends in the middle of a frame's header, with {text.Length} bytes.");
        worker = BinaryPrimitives.ReadUInt32LittleEndian(text.Span);
        FrameHeader header = FrameHeader.Read(text.Span[WorkerSize..], maxBody);
        text = text[(WorkerSize + FrameHeader.Size)..];
        if (header.Length > text.Length)
            throw new WireException($"A frame announces {header.Length:N0} bytes in a message that has {text.Length:N0} left.");
        frame = new Frame(header, text[..header.Length]);
        text = text[header.Length..];
        return true;
    }

    private Span<byte> Reserve(int size)
    {
        int needed = position + size + SealedFrame.Overhead;
        if (buffer.Length < needed)
            Grow(Math.Max(needed, FirstSize));

        Span<byte> space = buffer.AsSpan(position, size);
        position += size;
        return space;
    }

    private int MessageLength => Length + SealedFrame.Overhead;

    private void Grow(int least)
    {
        byte[] next = ArrayPool<byte>.Shared.Rent(least);
        if (buffer.Length > 0)
        {
            buffer.AsSpan(0, position).CopyTo(next);
            ArrayPool<byte>.Shared.Return(buffer);
        }

        buffer = next;
    }
}
