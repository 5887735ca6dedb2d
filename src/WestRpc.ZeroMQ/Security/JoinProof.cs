using System.Security.Cryptography;

namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// The first message of a connection that joins a session: preamble (8), session id (32), the node's nonce (32), and an HMAC
/// (32) over session, channel and both sides' nonces under a key of that session alone.
/// </summary>
internal static class JoinProof
{
    public const int NonceSize = 32;
    public const int Size = Preamble.Size + NoiseTranscript.HashSize + NonceSize + ProofSize;

    private const int ProofSize = 32;
    private const int IdAt = Preamble.Size;
    private const int NonceAt = IdAt + NoiseTranscript.HashSize;
    private const int ProofAt = NonceAt + NonceSize;

    /// <summary>Which session the message claims to belong to: where the master looks for the offer.</summary>
    /// <exception cref="SealException">It is no such message.</exception>
    public static ReadOnlySpan<byte> SessionId(ReadOnlySpan<byte> message, SessionChannel channel)
    {
        Preamble.Check(message, Size, MessageKind.Join, channel);
        return message[IdAt..NonceAt];
    }

    public static ReadOnlySpan<byte> Nonce(ReadOnlySpan<byte> message) => message[NonceAt..ProofAt];

    public static void Write(
        Span<byte> message, ReadOnlySpan<byte> exporter, ReadOnlySpan<byte> id, SessionChannel channel, ReadOnlySpan<byte> offer)
    {
        if (message.Length != Size)
            throw new ArgumentException($"The message has {Size} bytes, not {message.Length}.", nameof(message));
        Preamble.Write(message, MessageKind.Join, channel);
        id.CopyTo(message[IdAt..]);
        RandomNumberGenerator.Fill(message[NonceAt..ProofAt]);
        Compute(exporter, id, channel, offer, Nonce(message), message[ProofAt..]);
    }

    /// <exception cref="SealException">It is no proof for this session, channel and offer.</exception>
    public static void Check(
        ReadOnlySpan<byte> message, ReadOnlySpan<byte> exporter, ReadOnlySpan<byte> id, SessionChannel channel, ReadOnlySpan<byte> offer)
    {
        Span<byte> expected = stackalloc byte[ProofSize];
        bool sameSession = SessionId(message, channel).SequenceEqual(id);
        Compute(exporter, id, channel, offer, Nonce(message), expected);
        bool sameProof = CryptographicOperations.FixedTimeEquals(expected, message[ProofAt..]);
        CryptographicOperations.ZeroMemory(expected);
        if (!sameSession || !sameProof)
            throw new SealException(SealFault.Forged, $"The proof for {channel} does not fit its session and offer.");
    }

    /// <summary>The channel's keys: the node's, then the master's.</summary>
    public static void DeriveKeys(
        ReadOnlySpan<byte> exporter, SessionChannel channel, ReadOnlySpan<byte> offer, ReadOnlySpan<byte> nonce, Span<byte> keys)
    {
        ReadOnlySpan<byte> info = [.. "WestRpc channel keys"u8, (byte)channel, .. offer, .. nonce];
        HKDF.Expand(HashAlgorithmName.SHA256, exporter, keys, info);
    }

    private static void Compute(
        ReadOnlySpan<byte> exporter, ReadOnlySpan<byte> id, SessionChannel channel, ReadOnlySpan<byte> offer, ReadOnlySpan<byte> nonce, Span<byte> proof)
    {
        if (offer.Length != NonceSize)
            throw new ArgumentException($"An offer has {NonceSize} bytes, not {offer.Length}.", nameof(offer));
        Span<byte> key = stackalloc byte[ProofSize];
        HKDF.Expand(HashAlgorithmName.SHA256, exporter, key, "WestRpc join proof"u8);
        HMACSHA256.HashData(key, (ReadOnlySpan<byte>)[.. id, (byte)channel, .. offer, .. nonce], proof);
        CryptographicOperations.ZeroMemory(key);
    }
}
