using System.Diagnostics;
using System.Security.Cryptography;

namespace WestRpc.ZeroMQ.Security;

/// <summary>Bytes that nobody else may see: the collector never moves (and so never copies) them, and disposing wipes them.</summary>
internal sealed class SecretBytes : IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] bytes;

    private bool wiped;

    public SecretBytes(int length) => bytes = GC.AllocateArray<byte>(length, pinned: true);

    public SecretBytes(ReadOnlySpan<byte> value)
        : this(value.Length) => value.CopyTo(bytes);

    /// <exception cref="ObjectDisposedException">They were wiped.</exception>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(wiped, this);
            return bytes;
        }
    }

    public static SecretBytes Random(int length)
    {
        var secret = new SecretBytes(length);
        RandomNumberGenerator.Fill(secret.bytes);
        return secret;
    }

    public void Dispose()
    {
        wiped = true;
        CryptographicOperations.ZeroMemory(bytes);
    }
}
