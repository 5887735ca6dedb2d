namespace WestRpc.Wire;

/// <summary>
/// Memory for large messages that is used again. An array of a megabyte is not zeroed, but its pages are new to the process,
/// and to have them from the kernel takes several times as long as to fill them.
/// </summary>
/// <param name="mostKept">Bytes of it that are kept at the most while nobody uses them.</param>
internal sealed class LargeBuffers(long mostKept)
{
    /// <summary>From so many bytes on a buffer is worth keeping.</summary>
    public const int Least = 64 * 1024;

    private readonly Lock gate = new();
    private readonly List<byte[]> kept = [];
    private long keptBytes;

    /// <summary>The process's own; keeps up to 64 MiB.</summary>
    public static LargeBuffers Shared { get; } = new(64 << 20);

    /// <summary>An array of at least that many bytes, with anything in it.</summary>
    public byte[] Rent(int size)
    {
        lock (gate)
        {
            // The last one to come back is in the processor's caches still.
            for (int i = kept.Count - 1; i >= 0; i--)
            {
                byte[] buffer = kept[i];
                if (buffer.Length < size || buffer.Length / 2 > size)
                    continue;
                kept.RemoveAt(i);
                keptBytes -= buffer.Length;
                return buffer;
            }
        }

        return GC.AllocateUninitializedArray<byte>(size);
    }

    /// <summary>Takes back an array that nothing refers to any more.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length < Least)
            return;
        lock (gate)
        {
            if (keptBytes + buffer.Length > mostKept)
                return;
            kept.Add(buffer);
            keptBytes += buffer.Length;
        }
    }
}
