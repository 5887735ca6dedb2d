using System.Buffers.Binary;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Wire;

/// <summary>
/// Frames of a node's workers, one behind the other in one message, with room for the seal around them: for each the worker's
/// number in its session (4 bytes, little-endian; 0 is the node itself), the header and the body.
/// </summary>
internal sealed class FrameBatch
{
    private const int FirstSize = 4 * 1024;
    private const int WorkerSize = sizeof(uint);

    // Grown for one large frame, it is given back.
    private const int KeepSize = 1 << 20;

    private byte[] buffer = [];
    private int position = SealedFrame.NumberSize;

    public bool IsEmpty => position == SealedFrame.NumberSize;

    /// <summary>Bytes of frames.</summary>
    public int Length => position - SealedFrame.NumberSize;

    public void Append(uint worker, in Frame frame)
    {
        int length = frame.Body.Length;
        Span<byte> space = Reserve(WorkerSize + FrameHeader.Size + length);
        BinaryPrimitives.WriteUInt32LittleEndian(space, worker);
        (frame.Header with { Length = length }).Write(space[WorkerSize..]);
        frame.Body.Span.CopyTo(space[(WorkerSize + FrameHeader.Size)..]);
    }

    /// <summary>The message, with room for number and tag; <see cref="Clear"/> follows.</summary>
    public Span<byte> Message => buffer.AsSpan(0, position + SealedFrame.Overhead - SealedFrame.NumberSize);

    public void Clear()
    {
        position = SealedFrame.NumberSize;
        if (buffer.Length > KeepSize)
            buffer = [];
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
        {
            byte[] next = GC.AllocateUninitializedArray<byte>(Math.Max(needed, Math.Max(FirstSize, Math.Min(2 * buffer.Length, 1 << 20))));
            buffer.AsSpan(0, Math.Min(position, buffer.Length)).CopyTo(next);
            buffer = next;
        }

        Span<byte> space = buffer.AsSpan(position, size);
        position += size;
        return space;
    }
}
