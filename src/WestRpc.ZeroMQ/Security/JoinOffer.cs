using System.Security.Cryptography;

namespace WestRpc.ZeroMQ.Security;

/// <summary>The master's offer to a node to open another channel of its session: good for one connection.</summary>
internal sealed class JoinOffer
{
    private readonly MemberSession member;
    private readonly byte[] nonce = new byte[JoinProof.NonceSize];
    private bool taken;

    public JoinOffer(MemberSession member, SessionChannel channel)
    {
        if (channel is not (SessionChannel.Results or SessionChannel.Announcements))
            throw new ArgumentOutOfRangeException(nameof(channel), channel, "Only the channels for results and announcements join a session.");
        this.member = member;
        Channel = channel;
        RandomNumberGenerator.Fill(nonce);
    }

    public SessionChannel Channel { get; }

    /// <summary>Goes to the node in a sealed frame.</summary>
    public ReadOnlySpan<byte> Nonce => nonce;

    /// <summary>Takes the first message of a connection. One that is no proof leaves the offer open for the node itself.</summary>
    /// <exception cref="SealException">It is no proof, or the offer was taken.</exception>
    public SealedSession Accept(ReadOnlySpan<byte> message)
    {
        if (taken)
            throw new SealException(SealFault.Replayed, $"The offer for {Channel} was taken already; a proof is good once.");
        SealedSession session = member.Accept(Channel, nonce, message);
        taken = true;
        return session;
    }
}
