namespace WestRpc.ZeroMQ.Security;

/// <summary>No protection (<c>WM_ZMQ_SECURITY=none</c>): the text as it is, and a tag of zeros.</summary>
internal sealed class PlainSeal : IFrameSeal
{
    public static PlainSeal Instance { get; } = new();

    public void Encrypt(ulong number, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associated) => tag.Clear();

    public bool TryDecrypt(ulong number, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated) =>
        !tag.ContainsAnyExcept((byte)0);

    public void Rekey()
    {
    }

    public void Dispose()
    {
    }
}
