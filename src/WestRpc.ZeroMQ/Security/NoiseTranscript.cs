using System.Security.Cryptography;

namespace WestRpc.ZeroMQ.Security;

/// <summary>Noise's SymmetricState: a hash over all that was said, and keys that follow from all that was secret.</summary>
internal sealed class NoiseTranscript : IDisposable
{
    public const int HashSize = 32;

    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] hash = new byte[HashSize];
    private readonly SecretBytes chainingKey = new(HashSize);
    private readonly SecretBytes key = new(NoiseCipher.KeySize);

    /// <param name="protocol">Noise's name of it, which must be as long as the hash.</param>
    public NoiseTranscript(ReadOnlySpan<byte> protocol)
    {
        protocol.CopyTo(hash);
        protocol.CopyTo(chainingKey.Span);
    }

    public ReadOnlySpan<byte> Hash => hash;

    public void MixHash(ReadOnlySpan<byte> data)
    {
        sha.AppendData(hash);
        sha.AppendData(data);
        sha.GetHashAndReset(hash);
    }

    public void MixKey(ReadOnlySpan<byte> input)
    {
        Span<byte> derived = stackalloc byte[2 * HashSize];
        Derive(input, derived);
        derived[..HashSize].CopyTo(chainingKey.Span);
        derived[HashSize..].CopyTo(key.Span);
        CryptographicOperations.ZeroMemory(derived);
    }

    public void MixKeyAndHash(ReadOnlySpan<byte> input)
    {
        Span<byte> derived = stackalloc byte[3 * HashSize];
        Derive(input, derived);
        derived[..HashSize].CopyTo(chainingKey.Span);
        MixHash(derived[HashSize..(2 * HashSize)]);
        derived[(2 * HashSize)..].CopyTo(key.Span);
        CryptographicOperations.ZeroMemory(derived);
    }

    /// <summary>Encrypts a handshake's payload. Each has a key of its own in our pattern, so all are number 0.</summary>
    public void EncryptAndHash(ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        Span<byte> text = destination[..payload.Length];
        payload.CopyTo(text);
        using (var cipher = new NoiseCipher(key.Span))
            cipher.Encrypt(0, text, destination[payload.Length..], hash);
        MixHash(destination);
    }

    /// <summary>False where the payload is not sealed under this transcript.</summary>
    public bool TryDecryptAndHash(ReadOnlySpan<byte> source, Span<byte> payload)
    {
        source[..payload.Length].CopyTo(payload);
        using (var cipher = new NoiseCipher(key.Span))
        {
            if (!cipher.TryDecrypt(0, payload, source[payload.Length..], hash))
                return false;
        }

        MixHash(source);
        return true;
    }

    /// <summary>Noise's Split(), and a third key from the same derivation.</summary>
    public NoiseSecrets Split()
    {
        Span<byte> derived = stackalloc byte[3 * HashSize];
        Derive([], derived);
        var secrets = new NoiseSecrets(
            hash, derived[..HashSize], derived[HashSize..(2 * HashSize)], derived[(2 * HashSize)..]);
        CryptographicOperations.ZeroMemory(derived);
        return secrets;
    }

    public void Dispose()
    {
        sha.Dispose();
        chainingKey.Dispose();
        key.Dispose();
    }

    /// <summary>
    /// Noise's HKDF: RFC 5869's with the chaining key as salt and no info. Its first step is written out, since HKDF.DeriveKey
    /// takes no empty input under OpenSSL.
    /// </summary>
    private void Derive(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> extracted = stackalloc byte[HashSize];
        HMACSHA256.HashData(chainingKey.Span, input, extracted);
        HKDF.Expand(HashAlgorithmName.SHA256, extracted, output, []);
        CryptographicOperations.ZeroMemory(extracted);
    }
}
