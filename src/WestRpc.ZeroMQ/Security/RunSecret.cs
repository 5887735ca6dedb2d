using System.Buffers;
using System.Diagnostics;

namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// What master and nodes of one run know and nobody else: 256 bits, new for each run. Its text is for the info file alone;
/// neither this type nor an exception ever shows it.
/// </summary>
[DebuggerDisplay("A run's secret")]
internal sealed class RunSecret : IDisposable
{
    public const int Size = 32;

    /// <summary>Characters of the text: two hexadecimal digits for each byte.</summary>
    public const int TextLength = 2 * Size;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly SecretBytes secret;

    private RunSecret(SecretBytes secret, ZeroMQSecurity security = ZeroMQSecurity.On)
    {
        this.secret = secret;
        Security = security;
    }

    /// <summary>
    /// What a run that seals nothing (<c>WM_ZMQ_SECURITY=none</c>) has in place of a secret: zeros. Its handshake proves nothing,
    /// and fails with a run that has a secret.
    /// </summary>
    public static RunSecret None { get; } = new(new SecretBytes(Size), ZeroMQSecurity.None);

    /// <summary>Whether frames are sealed.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ZeroMQSecurity Security { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ReadOnlySpan<byte> Bytes => secret.Span;

    public static RunSecret Generate() => new(SecretBytes.Random(Size));

    /// <summary>Reads what <see cref="WriteText"/> wrote.</summary>
    /// <exception cref="FormatException">It is not such a text; the message does not quote it.</exception>
    public static RunSecret Parse(ReadOnlySpan<byte> text)
    {
        var secret = new SecretBytes(Size);
        if (text.Length == TextLength
            && Convert.FromHexString(text, secret.Span, out _, out _) == OperationStatus.Done)
        {
            return new RunSecret(secret);
        }

        secret.Dispose();
        throw new FormatException(text.Length == TextLength
            ? "The run's secret holds a character that is not a hexadecimal digit."
            : $"The run's secret has {text.Length} characters; it must have {TextLength} hexadecimal digits.");
    }

    /// <summary>Writes the secret as hexadecimal digits (ASCII), to a buffer that the caller wipes.</summary>
    public void WriteText(Span<byte> destination)
    {
        if (!Convert.TryToHexStringLower(secret.Span, destination, out _))
            throw new ArgumentException($"The text takes {TextLength} bytes.", nameof(destination));
    }

    public override string ToString() => "A run's secret";

    public void Dispose()
    {
        if (Security == ZeroMQSecurity.On)
            secret.Dispose();
    }
}
