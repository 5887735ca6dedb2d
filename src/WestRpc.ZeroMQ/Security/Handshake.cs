namespace WestRpc.ZeroMQ.Security;

/// <summary>How the handshake's two messages lie in ours, and what both sides agree on in it.</summary>
internal static class Handshake
{
    /// <summary>The node's message has an empty payload: it could be replayed, and is not forward secret.</summary>
    public const int GreetingSize = Preamble.Size + NoiseHandshake.Overhead;

    /// <summary>The master's message carries the node's routing id (8 bytes, big-endian).</summary>
    public const int ReplySize = Preamble.Size + NoiseHandshake.Overhead + RoutingIdSize;

    public const int RoutingIdSize = sizeof(ulong);

    public static ReadOnlySpan<byte> Prologue => "WestRpc ZeroMQ 1"u8;
}
