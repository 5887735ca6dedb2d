using System.Buffers;

namespace WestRpc.Wire;

/// <summary>
/// Frames written one behind the other into one growing array: each body in place behind its header, so that what a
/// task returns is copied once.
/// </summary>
internal sealed class BodyWriter(int maxBody) : IBufferWriter<byte>
{
    private const int Size = 16 * 1024;

    // Grown for one larger result, an idle worker gives it back.
    private const int KeepSize = 1 << 20;
    private const int NoBody = -1;

    private byte[] buffer = new byte[Size];
    private int position;
    private int bodyStart = NoBody;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, position);

    public int Length => position;

    public void Append(in Frame frame)
    {
        Begin();
        frame.Body.Span.CopyTo(GetSpan(frame.Body.Length));
        Advance(frame.Body.Length);
        End(frame.Header);
    }

    public void Begin()
    {
        GetSpan(FrameHeader.Size);
        position += FrameHeader.Size;
        bodyStart = position;
    }

    /// <exception cref="WorkSerializationException">The body is larger than a message may be.</exception>
    public void End(in FrameHeader header)
    {
        int length = position - bodyStart;
        if (length > maxBody)
            throw new WorkSerializationException(
                $"A result takes {length:N0} bytes; the limit is {maxBody:N0} (WM_MAX_MESSAGE_BYTES).");
        (header with { Length = length }).Write(buffer.AsSpan(bodyStart - FrameHeader.Size));
        bodyStart = NoBody;
    }

    public void Abandon()
    {
        if (bodyStart == NoBody)
            return;
        position = bodyStart - FrameHeader.Size;
        bodyStart = NoBody;
    }

    public void Clear()
    {
        position = 0;
        if (buffer.Length <= KeepSize)
            return;
        LargeBuffers.Shared.Return(buffer);
        buffer = new byte[Size];
    }

    public void Advance(int count) => position += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsMemory(position);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return buffer.AsSpan(position);
    }

    private void Reserve(int sizeHint)
    {
        sizeHint = Math.Max(sizeHint, 256);
        if (buffer.Length - position >= sizeHint)
            return;
        long wanted = Math.Max(2L * buffer.Length, (long)position + sizeHint);
        byte[] next = LargeBuffers.Shared.Rent((int)Math.Min(wanted, Array.MaxLength));
        buffer.AsSpan(0, position).CopyTo(next);
        LargeBuffers.Shared.Return(buffer);
        buffer = next;
    }
}
