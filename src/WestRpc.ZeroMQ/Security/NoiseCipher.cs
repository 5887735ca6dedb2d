using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WestRpc.ZeroMQ.Security;

/// <summary>Noise's AESGCM under one key (spec rev. 34, 12.4), in place. The caller numbers the messages, none twice.</summary>
internal sealed class NoiseCipher : IFrameSeal
{
    public const int KeySize = 32;
    public const int TagSize = 16;

    /// <summary>The number that no message may have: it makes the next key.</summary>
    public const ulong Reserved = ulong.MaxValue;

    private const int NonceSize = 12;

    private AesGcm aes;

    public NoiseCipher(ReadOnlySpan<byte> key) => aes = new AesGcm(key, TagSize);

    public void Encrypt(ulong number, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associated)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(number, nonce);
        aes.Encrypt(nonce, text, text, tag, associated);
    }

    /// <summary>False where the tag does not fit; the text is then wiped (AesGcm does so).</summary>
    public bool TryDecrypt(ulong number, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        WriteNonce(number, nonce);
        try
        {
            aes.Decrypt(nonce, text, tag, text, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Replaces the key by the one that follows from it (Noise's REKEY); the old one can't be found from the new.</summary>
    public void Rekey()
    {
        Span<byte> key = stackalloc byte[KeySize];
        Span<byte> tag = stackalloc byte[TagSize];
        key.Clear();
        Encrypt(Reserved, key, tag, []);
        aes.Dispose();
        aes = new AesGcm(key, TagSize);
        CryptographicOperations.ZeroMemory(key);
    }

    public void Dispose() => aes.Dispose();

    private static void WriteNonce(ulong number, Span<byte> nonce)
    {
        nonce[..4].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], number);
    }
}
