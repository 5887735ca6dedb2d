using System.Buffers;
using System.Runtime.InteropServices;

namespace WestRpc.Wire;

/// <summary>
/// A large body, in memory of <see cref="LargeBuffers"/>. Whoever has read it to the end, and knows that nobody else reads it,
/// releases it; one that is never released is collected as usual.
/// </summary>
internal sealed class LargeBody(byte[] buffer, int length) : MemoryManager<byte>
{
    private byte[]? buffer = buffer;

    /// <summary>A body of that many bytes, still to be filled.</summary>
    public static LargeBody OfLength(int length) => new(LargeBuffers.Shared.Rent(length), length);

    /// <summary>Gives the memory back if the body is one of these, and is not used after this.</summary>
    public static void Release(ReadOnlyMemory<byte> body)
    {
        if (body.Length >= LargeBuffers.Least && MemoryMarshal.TryGetMemoryManager(body, out LargeBody? owner))
            ((IDisposable)owner).Dispose();
    }

    public override Span<byte> GetSpan() => Buffer.AsSpan(0, length);

    public override MemoryHandle Pin(int elementIndex = 0) => Buffer.AsMemory(elementIndex).Pin();

    public override void Unpin()
    {
        // The handle is the array's own.
    }

    protected override bool TryGetArray(out ArraySegment<byte> segment)
    {
        segment = new ArraySegment<byte>(Buffer, 0, length);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref buffer, null) is { } mine)
            LargeBuffers.Shared.Return(mine);
    }

    private byte[] Buffer => buffer ?? throw new ObjectDisposedException(nameof(LargeBody), "A message's memory was given back before its last use.");
}
