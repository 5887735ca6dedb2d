using System.Buffers.Binary;

namespace WestRpc.ZeroMQ.Security;

/// <summary>The node's side of the handshake: <see cref="WriteGreeting"/>, then <see cref="ReadReply"/>.</summary>
internal sealed class NodeHandshake(RunSecret secret, KeyLimits? limits = null, SecretBytes? ephemeral = null) : IDisposable
{
    private readonly ZeroMQSecurity security = secret.Security;
    private readonly NoiseHandshake noise = NoiseHandshake.Initiator(secret.Bytes, Handshake.Prologue, ephemeral);

    /// <param name="message"><see cref="Handshake.GreetingSize"/> bytes.</param>
    public void WriteGreeting(Span<byte> message)
    {
        noise.WriteMessage([], message[Preamble.Size..]);
        Preamble.Write(message, MessageKind.Greeting, SessionChannel.Tasks);
    }

    /// <summary>The session with a master that knows the secret. Ends the handshake, whatever came.</summary>
    /// <exception cref="SealException">It is not the answer to our greeting of a master that knows the secret.</exception>
    public MemberSession ReadReply(ReadOnlySpan<byte> message)
    {
        using (noise)
        {
            Preamble.Check(message, Handshake.ReplySize, MessageKind.Reply, SessionChannel.Tasks);
            Span<byte> routingId = stackalloc byte[Handshake.RoutingIdSize];
            noise.ReadMessage(message[Preamble.Size..], routingId);
            using NoiseSecrets secrets = noise.Split();
            return new MemberSession(
                secrets, SessionSide.Node, BinaryPrimitives.ReadUInt64BigEndian(routingId), confirmed: true, security, limits);
        }
    }

    public void Dispose() => noise.Dispose();
}
