namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>
/// Where the connections of one thread are read into. What was read belongs to whoever it is given to: the buffer goes on
/// behind it, and begins anew when it is used up.
/// </summary>
internal sealed class ReadBuffer
{
    // Below the size from which arrays are collected with the oldest only.
    private const int Size = 64 * 1_024;
    private const int LeastFree = 8 * 1_024;

    private byte[] chunk = [];
    private int position;

    /// <summary>Room for the next read.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (chunk.Length - position < LeastFree)
            {
                chunk = GC.AllocateUninitializedArray<byte>(Size);
                position = 0;
            }

            return chunk.AsMemory(position);
        }
    }

    /// <summary>Gives away what was read into <see cref="Free"/>.</summary>
    public Memory<byte> Take(int count)
    {
        Memory<byte> taken = chunk.AsMemory(position, count);
        position += count;
        return taken;
    }
}
