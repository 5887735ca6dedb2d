using System.Buffers;

namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>Bytes that wait to be sent, in order. Small ones share a buffer; none is held when nothing waits.</summary>
internal sealed class OutgoingBytes
{
    private const int SharedBuffer = 16 * 1_024;

    private readonly Queue<byte[]> buffers = new();
    private byte[]? last;
    private int lastFilled;
    private int firstTaken;

    public long Count { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        if (last is not null)
        {
            int fits = Math.Min(bytes.Length, last.Length - lastFilled);
            bytes[..fits].CopyTo(last.AsSpan(lastFilled));
            lastFilled += fits;
            bytes = bytes[fits..];
        }

        if (bytes.IsEmpty)
            return;
        last = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length, SharedBuffer));
        buffers.Enqueue(last);
        bytes.CopyTo(last);
        lastFilled = bytes.Length;
    }

    /// <summary>The bytes to be sent next; empty where there are none.</summary>
    public ReadOnlySpan<byte> Next => buffers.TryPeek(out byte[]? first)
        ? first.AsSpan(firstTaken, FilledOf(first) - firstTaken)
        : default;

    public void Sent(int count)
    {
        Count -= count;
        firstTaken += count;
        byte[] first = buffers.Peek();
        if (firstTaken < FilledOf(first))
            return;
        ReturnFirst();
    }

    /// <summary>Gives up what waits.</summary>
    public void Clear()
    {
        while (buffers.Count > 0)
            ReturnFirst();
        Count = 0;
    }

    // Each is filled before there is another.
    private int FilledOf(byte[] buffer) => buffer == last ? lastFilled : buffer.Length;

    private void ReturnFirst()
    {
        byte[] first = buffers.Dequeue();
        if (first == last)
            last = null;
        firstTaken = 0;
        ArrayPool<byte>.Shared.Return(first);
    }
}
