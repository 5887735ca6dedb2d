using System.Buffers;
using MessagePack;

namespace WestRpc.Wire;

/// <summary>
/// Where arguments are written at submission: slices of chunks, so that a small payload costs no array of its own and
/// nothing is copied twice. A chunk lives as long as one of its slices; a large payload is a <see cref="LargeBody"/>.
/// </summary>
internal sealed class PayloadWriter : IBufferWriter<byte>
{
    private const int ChunkSize = 64 * 1024;

    [ThreadStatic]
    private static PayloadWriter? current;

    private byte[] chunk = [];
    private int start;
    private int position;

    /// <summary>Encodes the arguments of a call on the caller's thread.</summary>
    /// <exception cref="WorkSerializationException">An argument can't be sent.</exception>
    public static ReadOnlyMemory<byte> Encode(WorkEnvelope call, int maxBytes)
    {
        // An argument that submits something while it is being written must not write into the same chunk.
        PayloadWriter output = current ?? new PayloadWriter();
        current = null;
        try
        {
            return output.Write(call, maxBytes);
        }
        finally
        {
            current = output;
        }
    }

    public void Advance(int count) => position += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return chunk.AsMemory(position);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return chunk.AsSpan(position);
    }

    private ReadOnlyMemory<byte> Write(WorkEnvelope call, int maxBytes)
    {
        start = position;
        try
        {
            var writer = new MessagePackWriter(this);
            call.WriteArguments(ref writer, WireContext.ForNextMessage());
            writer.Flush();
        }
        catch
        {
            position = start;
            throw;
        }

        int length = position - start;
        if (length > maxBytes)
        {
            Forget();
            throw new WorkSerializationException(
                $"The arguments of {call.Descriptor.Name} take {length:N0} bytes; the limit is {maxBytes:N0} (WM_MAX_MESSAGE_BYTES).");
        }

        ReadOnlyMemory<byte> payload = new(chunk, start, length);
        if (length <= ChunkSize / 2)
            return payload;
        if (start == 0 && length >= LargeBuffers.Least)
            payload = new LargeBody(chunk, length).Memory;
        Forget();
        return payload;
    }

    private void Reserve(int sizeHint)
    {
        sizeHint = Math.Max(sizeHint, 256);
        if (chunk.Length - position >= sizeHint)
            return;
        int written = position - start;
        long wanted = Math.Max(ChunkSize, (written == 0 ? 0L : 2L * written) + sizeHint);
        byte[] next = LargeBuffers.Shared.Rent((int)Math.Min(wanted, Array.MaxLength));
        chunk.AsSpan(start, written).CopyTo(next);
        chunk = next;
        start = 0;
        position = written;
    }

    private void Forget()
    {
        chunk = [];
        start = position = 0;
    }
}
