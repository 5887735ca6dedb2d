namespace WestRpc.ZeroMQ.Security;

/// <summary>
/// After how much a direction's key is replaced. Both sides count, so both must have the same limits: other ones than the
/// default are for tests.
/// </summary>
/// <param name="Frames">Frames sealed under one key.</param>
/// <param name="Bytes">Bytes in them; the frame that reaches it is the key's last.</param>
internal sealed record KeyLimits(long Frames, long Bytes)
{
    /// <summary>2^24 frames or 2^34 bytes: 2^30 blocks, of which an attacker tells AES-GCM from chance with 2^-69.</summary>
    public static KeyLimits Default { get; } = new(1L << 24, 1L << 34);
}
