namespace WestRpc.ZeroMQ.Tests.Security;

/// <summary>Bytes as tests write them.</summary>
internal static class Bytes
{
    public static byte[] Hex(string text) => Convert.FromHexString(text);

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>32 bytes that count up from the first.</summary>
    public static byte[] From(int first) => [.. Enumerable.Range(first, 32).Select(i => (byte)i)];

    public static byte[] With(this byte[] bytes, int bit)
    {
        byte[] changed = [.. bytes];
        changed[bit / 8] ^= (byte)(1 << (bit % 8));
        return changed;
    }
}
