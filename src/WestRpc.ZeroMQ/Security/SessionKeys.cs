namespace WestRpc.ZeroMQ.Security;

/// <summary>The keys of one channel of a session.</summary>
internal readonly ref struct SessionKeys
{
    public SessionKeys(ReadOnlySpan<byte> id, ReadOnlySpan<byte> node, ReadOnlySpan<byte> master, ZeroMQSecurity security = ZeroMQSecurity.On)
    {
        Security = security;
        Id = id;
        Node = node;
        Master = master;
    }

    public ReadOnlySpan<byte> Id { get; }

    /// <summary>For what the node says.</summary>
    public ReadOnlySpan<byte> Node { get; }

    /// <summary>For what the master says.</summary>
    public ReadOnlySpan<byte> Master { get; }

    /// <summary>Whether the keys are used at all.</summary>
    public ZeroMQSecurity Security { get; }

    /// <summary>What protects the frames of one side.</summary>
    public IFrameSeal SealOf(SessionSide sender) =>
        IFrameSeal.Make(Security, sender == SessionSide.Node ? Node : Master);
}
