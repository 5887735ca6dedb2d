namespace WestRpc.ZeroMQ.Security;

/// <summary>What protects the frames of one direction, in place. The caller numbers the frames, none twice.</summary>
internal interface IFrameSeal : IDisposable
{
    /// <summary>What a run has chosen: a cipher, or nothing.</summary>
    static IFrameSeal Make(ZeroMQSecurity security, ReadOnlySpan<byte> key) =>
        security == ZeroMQSecurity.None ? PlainSeal.Instance : new NoiseCipher(key);

    void Encrypt(ulong number, Span<byte> text, Span<byte> tag, ReadOnlySpan<byte> associated);

    /// <summary>False where the tag does not fit.</summary>
    bool TryDecrypt(ulong number, Span<byte> text, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> associated);

    /// <summary>Goes on to the next key.</summary>
    void Rekey();
}
