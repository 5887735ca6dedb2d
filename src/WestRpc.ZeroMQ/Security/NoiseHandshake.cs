using System.Security.Cryptography;

namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// One side of <c>Noise_NNpsk0_25519_AESGCM_SHA256</c> (spec rev. 34): "psk, e" there, "e, ee" back. For one handshake; a
/// message that does not fit ends it, and whatever ends it wipes its keys.
/// </summary>
internal sealed class NoiseHandshake : IDisposable
{
    /// <summary>Bytes that each message has more than its payload.</summary>
    public const int Overhead = X25519.KeySize + NoiseCipher.TagSize;

    private readonly bool isInitiator;
    private readonly NoiseTranscript transcript = new("Noise_NNpsk0_25519_AESGCM_SHA256"u8);
    private readonly SecretBytes psk;
    private readonly SecretBytes ephemeral;
    private readonly byte[] remote = new byte[X25519.KeySize];
    private Turn turn = Turn.First;

    private NoiseHandshake(
        bool isInitiator, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> prologue, SecretBytes? ephemeral)
    {
        if (psk.Length != RunSecret.Size)
            throw new ArgumentException($"The shared key has {psk.Length} bytes; it must have {RunSecret.Size}.", nameof(psk));
        this.isInitiator = isInitiator;
        this.psk = new SecretBytes(psk);
        this.ephemeral = ephemeral ?? SecretBytes.Random(X25519.KeySize);
        transcript.MixHash(prologue);
    }

    private enum Turn
    {
        First,
        Second,
        Split,
        Over,
    }

    /// <param name="psk">The secret that both sides know.</param>
    /// <param name="prologue">What both sides must agree on besides.</param>
    /// <param name="ephemeral">A private key for tests; else a random one.</param>
    public static NoiseHandshake Initiator(
        ReadOnlySpan<byte> psk, ReadOnlySpan<byte> prologue, SecretBytes? ephemeral = null) =>
        new(isInitiator: true, psk, prologue, ephemeral);

    /// <inheritdoc cref="Initiator"/>
    public static NoiseHandshake Responder(
        ReadOnlySpan<byte> psk, ReadOnlySpan<byte> prologue, SecretBytes? ephemeral = null) =>
        new(isInitiator: false, psk, prologue, ephemeral);

    /// <param name="payload">What to say; may be empty.</param>
    /// <param name="message">As long as payload and <see cref="Overhead"/>.</param>
    public void WriteMessage(ReadOnlySpan<byte> payload, Span<byte> message)
    {
        RequireTurn(isInitiator ? Turn.First : Turn.Second);
        RequireSizes(payload.Length, message.Length);
        try
        {
            Span<byte> key = message[..X25519.KeySize];
            X25519.DerivePublicKey(ephemeral.Span, key);
            MixKeys(key);
            transcript.EncryptAndHash(payload, message[X25519.KeySize..]);
            turn++;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <param name="message">What came.</param>
    /// <param name="payload">Takes what it says: shorter by <see cref="Overhead"/>.</param>
    /// <exception cref="SealException">It is not from one who knows the shared key, or does not belong to this handshake.</exception>
    public void ReadMessage(ReadOnlySpan<byte> message, Span<byte> payload)
    {
        RequireTurn(isInitiator ? Turn.Second : Turn.First);
        RequireSizes(payload.Length, message.Length);
        try
        {
            message[..X25519.KeySize].CopyTo(remote);
            MixKeys(remote);
            if (!transcript.TryDecryptAndHash(message[X25519.KeySize..], payload))
                throw new SealException(SealFault.Forged, "The handshake's message was not sealed with this run's secret, or was changed on its way.");
            turn++;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes the session's keys, after both messages. Ends the handshake.</summary>
    public NoiseSecrets Split()
    {
        RequireTurn(Turn.Split);
        NoiseSecrets secrets = transcript.Split();
        Dispose();
        return secrets;
    }

    public void Dispose()
    {
        turn = Turn.Over;
        transcript.Dispose();
        psk.Dispose();
        ephemeral.Dispose();
    }

    /// <summary>All of a message's tokens. A stranger's first message is refused before anything of the curve is computed.</summary>
    private void MixKeys(ReadOnlySpan<byte> publicKey)
    {
        if (turn == Turn.First)
            transcript.MixKeyAndHash(psk.Span);
        transcript.MixHash(publicKey);
        transcript.MixKey(publicKey);
        if (turn == Turn.Second)
            MixAgreement();
    }

    private void MixAgreement()
    {
        Span<byte> shared = stackalloc byte[X25519.KeySize];
        if (!X25519.TryAgree(ephemeral.Span, remote, shared))
            throw new SealException(SealFault.LowOrderKey, "The handshake's public key makes every shared secret zero; no honest peer sends it.");
        transcript.MixKey(shared);
        CryptographicOperations.ZeroMemory(shared);
    }

    private void RequireTurn(Turn expected)
    {
        ObjectDisposedException.ThrowIf(turn == Turn.Over, this);
        if (turn != expected)
            throw new InvalidOperationException($"The handshake is at {turn}, not at {expected}.");
    }

    private static void RequireSizes(int payload, int message)
    {
        if (message != payload + Overhead)
            throw new ArgumentException($"A payload of {payload} bytes makes a message of {payload + Overhead}, not of {message}.", nameof(message));
    }
}
