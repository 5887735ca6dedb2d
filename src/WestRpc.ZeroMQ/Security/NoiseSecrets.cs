namespace WestRpc.ZeroMQ.Security;

/// <summary>What a finished handshake leaves behind.</summary>
internal sealed class NoiseSecrets : IDisposable
{
    private readonly byte[] hash;

    public NoiseSecrets(
        ReadOnlySpan<byte> hash, ReadOnlySpan<byte> initiatorKey, ReadOnlySpan<byte> responderKey, ReadOnlySpan<byte> exporter)
    {
        this.hash = hash.ToArray();
        InitiatorKey = new SecretBytes(initiatorKey);
        ResponderKey = new SecretBytes(responderKey);
        Exporter = new SecretBytes(exporter);
    }

    /// <summary>The handshake's hash: no secret, and no other handshake's.</summary>
    public ReadOnlySpan<byte> Hash => hash;

    /// <summary>For what the initiator sends.</summary>
    public SecretBytes InitiatorKey { get; }

    /// <summary>For what the responder sends.</summary>
    public SecretBytes ResponderKey { get; }

    /// <summary>For keys of further connections that belong to this one.</summary>
    public SecretBytes Exporter { get; }

    public void Dispose()
    {
        InitiatorKey.Dispose();
        ResponderKey.Dispose();
        Exporter.Dispose();
    }
}
