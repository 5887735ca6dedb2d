using Curve = Org.BouncyCastle.Math.EC.Rfc7748.X25519;

namespace WestRpc.ZeroMQ.Security;

/// <summary>X25519 (RFC 7748). .NET has none of its own; docs/decisions/001 says whose this is and why.</summary>
internal static class X25519
{
    public const int KeySize = 32;

    public static void DerivePublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey) =>
        Curve.GeneratePublicKey(privateKey, publicKey);

    /// <summary>False where the shared secret is zero: the other's key is of low order and adds nothing secret.</summary>
    public static bool TryAgree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, Span<byte> shared) =>
        Curve.CalculateAgreement(privateKey, publicKey, shared);
}
