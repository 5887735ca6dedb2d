namespace WestRpc.ZeroMQ.Security;

/// <summary>What a node and the master share after their handshake: the tasks' channel, and a way for others to join it.</summary>
internal sealed class MemberSession : IDisposable
{
    private readonly SecretBytes exporter;
    private readonly KeyLimits? limits;

    public MemberSession(NoiseSecrets secrets, SessionSide side, ulong routingId, bool confirmed, ZeroMQSecurity security, KeyLimits? limits)
    {
        exporter = new SecretBytes(secrets.Exporter.Span);
        this.limits = limits;
        RoutingId = routingId;
        Tasks = new SealedSession(
            new SessionKeys(secrets.Hash, secrets.InitiatorKey.Span, secrets.ResponderKey.Span, security),
            side, SessionChannel.Tasks, confirmed, limits);
    }

    /// <summary>What the master calls this node.</summary>
    public ulong RoutingId { get; }

    public SealedSession Tasks { get; }

    /// <summary>On the master: lets the node open another channel, once. The offer's nonce goes to it over the tasks' channel.</summary>
    public JoinOffer Offer(SessionChannel channel)
    {
        RequireMember(SessionSide.Master);
        return new JoinOffer(this, channel);
    }

    /// <summary>On the node: takes up an offer.</summary>
    /// <param name="channel">Which channel it is for.</param>
    /// <param name="offer">The offer's nonce, as it came over the tasks' channel.</param>
    /// <param name="message">Takes the first message of the new connection: <see cref="JoinProof.Size"/> bytes.</param>
    /// <returns>The channel's session. Its first frame from the master shows that it is the master.</returns>
    public SealedSession Join(SessionChannel channel, ReadOnlySpan<byte> offer, Span<byte> message)
    {
        RequireMember(SessionSide.Node);
        JoinProof.Write(message, exporter.Span, Tasks.Id, channel, offer);
        return Derive(channel, offer, JoinProof.Nonce(message));
    }

    public void Dispose()
    {
        exporter.Dispose();
        Tasks.Dispose();
    }

    /// <exception cref="SealException">The message is no proof for this session, channel and offer.</exception>
    internal SealedSession Accept(SessionChannel channel, ReadOnlySpan<byte> offer, ReadOnlySpan<byte> message)
    {
        RequireMember(SessionSide.Master);
        JoinProof.Check(message, exporter.Span, Tasks.Id, channel, offer);
        return Derive(channel, offer, JoinProof.Nonce(message));
    }

    private SealedSession Derive(SessionChannel channel, ReadOnlySpan<byte> offer, ReadOnlySpan<byte> nonce)
    {
        using var keys = new SecretBytes(2 * NoiseCipher.KeySize);
        JoinProof.DeriveKeys(exporter.Span, channel, offer, nonce, keys.Span);
        return new SealedSession(
            new SessionKeys(Tasks.Id, keys.Span[..NoiseCipher.KeySize], keys.Span[NoiseCipher.KeySize..], Tasks.Security),
            Tasks.Side, channel, confirmed: true, limits);
    }

    private void RequireMember(SessionSide side)
    {
        if (Tasks.Side != side)
            throw new InvalidOperationException($"That is the {side}'s part, and this is the {Tasks.Side}.");
        if (Tasks.End is { } end)
            throw new SealException(SealFault.Closed, $"The session is closed: {end}");
        if (!Tasks.IsConfirmed)
            throw new InvalidOperationException("Nothing is offered to a node before its first frame: until then it may be a recording.");
    }
}
