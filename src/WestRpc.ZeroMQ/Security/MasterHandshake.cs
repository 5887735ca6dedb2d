using System.Buffers.Binary;

namespace WestRpc.ZeroMQ.Security;

/// <summary>The master's side of the handshake. It keeps nothing of a greeting that it refuses.</summary>
internal sealed class MasterHandshake(RunSecret secret, KeyLimits? limits = null)
{
    /// <param name="greeting">What came first on a connection.</param>
    /// <param name="routingId">What the master calls the node from now on; bound to the session by its hash.</param>
    /// <param name="reply">Takes the answer: <see cref="Handshake.ReplySize"/> bytes.</param>
    /// <param name="ephemeral">A private key for tests; else a random one.</param>
    /// <returns>A session that says nothing before the node's first frame has come.</returns>
    /// <exception cref="SealException">The greeting is not from a node that knows the secret.</exception>
    public MemberSession Accept(
        ReadOnlySpan<byte> greeting, ulong routingId, Span<byte> reply, SecretBytes? ephemeral = null)
    {
        Preamble.Check(greeting, Handshake.GreetingSize, MessageKind.Greeting, SessionChannel.Tasks);
        using var noise = NoiseHandshake.Responder(secret.Bytes, Handshake.Prologue, ephemeral);
        noise.ReadMessage(greeting[Preamble.Size..], []);

        Span<byte> payload = stackalloc byte[Handshake.RoutingIdSize];
        BinaryPrimitives.WriteUInt64BigEndian(payload, routingId);
        noise.WriteMessage(payload, reply[Preamble.Size..]);
        Preamble.Write(reply, MessageKind.Reply, SessionChannel.Tasks);
        using NoiseSecrets secrets = noise.Split();
        return new MemberSession(secrets, SessionSide.Master, routingId, confirmed: false, secret.Security, limits);
    }
}
