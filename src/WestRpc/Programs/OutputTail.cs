using System.Text;

namespace WestRpc.Programs;

/// <summary>The last bytes of what a program wrote, however much that was.</summary>
internal sealed class OutputTail(int most)
{
    // One more, to see whether the first of them begins a line.
    private readonly int capacity = most + 1;
    private byte[] ring = [];
    private int first;
    private int length;

    /// <summary>How many bytes came in all.</summary>
    public long Total { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Total += bytes.Length;
        if (bytes.Length > capacity)
            bytes = bytes[^capacity..];
        Grow(length + bytes.Length);
        int over = length + bytes.Length - ring.Length;
        if (over > 0)
        {
            first = (first + over) % ring.Length;
            length -= over;
        }

        int at = ring.Length == 0 ? 0 : (first + length) % ring.Length;
        int before = Math.Min(bytes.Length, ring.Length - at);
        bytes[..before].CopyTo(ring.AsSpan(at));
        bytes[before..].CopyTo(ring);
        length += bytes.Length;
    }

    /// <summary>As text: whole lines where the beginning is missing, and what is no UTF-8 as replacement characters.</summary>
    public override string ToString()
    {
        byte[] bytes = new byte[length];
        int before = Math.Min(length, ring.Length - first);
        ring.AsSpan(first, before).CopyTo(bytes);
        ring.AsSpan(0, length - before).CopyTo(bytes.AsSpan(before));
        return Decode(bytes, isWhole: Total <= most);
    }

    /// <summary>The end of a file as text, by the same rules.</summary>
    public static string OfFile(string path, int most)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        long length = file.Length;
        byte[] bytes = new byte[Math.Min(length, most + 1)];
        file.Position = length - bytes.Length;
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Decode(bytes.AsSpan(0, read), isWhole: length <= most);
    }

    private static string Decode(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        if (!isWhole && bytes.Length > 0)
        {
            int end = bytes.IndexOf((byte)'\n');
            bytes = bytes[(end >= 0 && end < bytes.Length - 1 ? end + 1 : 1)..];
        }

        return Encoding.UTF8.GetString(bytes);
    }

    private void Grow(int wanted)
    {
        if (wanted <= ring.Length || ring.Length == capacity)
            return;
        byte[] larger = new byte[Math.Min(capacity, Math.Max(wanted, Math.Max(4096, 2 * ring.Length)))];
        int before = Math.Min(length, ring.Length - first);
        ring.AsSpan(first, before).CopyTo(larger);
        ring.AsSpan(0, length - before).CopyTo(larger.AsSpan(before));
        (ring, first) = (larger, 0);
    }
}
