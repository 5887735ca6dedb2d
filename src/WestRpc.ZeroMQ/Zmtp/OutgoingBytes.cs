using System.Buffers;

namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>
/// Bytes that wait to be sent, in order, in arrays of the shared pool. Small ones share an array; none is held when nothing waits.
/// </summary>
internal sealed class OutgoingBytes
{
    private const int SharedSize = 16 * 1_024;

    private readonly Queue<Piece> full = new();
    private Piece open;
    private int taken;

    public long Count { get; private set; }

    /// <summary>The bytes to be sent next; empty where there are none.</summary>
    public ReadOnlySpan<byte> Next => (full.TryPeek(out Piece first) ? first : open) is { Array: not null } next
        ? next.Array.AsSpan(next.Start + taken, next.End - next.Start - taken)
        : default;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        while (!bytes.IsEmpty)
        {
            open.Array ??= ArrayPool<byte>.Shared.Rent(SharedSize);
            int fits = Math.Min(bytes.Length, open.Array.Length - open.End);
            bytes[..fits].CopyTo(open.Array.AsSpan(open.End));
            open.End += fits;
            bytes = bytes[fits..];
            if (open.End == open.Array.Length)
                CloseShared();
        }
    }

    /// <summary>Adds a part of an array of the pool's, which is given back when it was sent.</summary>
    public void AddRented(byte[] array, int start, int end)
    {
        Count += end - start;
        if (open.Array is not null)
            CloseShared();
        full.Enqueue(new Piece { Array = array, Start = start, End = end });
    }

    public void Sent(int count)
    {
        Count -= count;
        taken += count;
        if (!Next.IsEmpty)
            return;
        ReturnFirst();
    }

    /// <summary>Gives up what waits.</summary>
    public void Clear()
    {
        while (Count > 0 && !Next.IsEmpty)
            ReturnFirst();
        Count = 0;
    }

    private void CloseShared()
    {
        full.Enqueue(open);
        open = default;
    }

    private void ReturnFirst()
    {
        if (!full.TryDequeue(out Piece first))
            (first, open) = (open, default);
        taken = 0;
        ArrayPool<byte>.Shared.Return(first.Array!);
    }

    private struct Piece
    {
        public byte[]? Array;
        public int Start;
        public int End;
    }
}
