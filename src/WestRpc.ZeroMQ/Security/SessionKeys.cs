namespace WestRpc.ZeroMQ.Security;

/// <summary>The keys of one channel of a session.</summary>
internal readonly ref struct SessionKeys
{
    public SessionKeys(ReadOnlySpan<byte> id, ReadOnlySpan<byte> node, ReadOnlySpan<byte> master)
    {
        Id = id;
        Node = node;
        Master = master;
    }

    public ReadOnlySpan<byte> Id { get; }

    /// <summary>For what the node says.</summary>
    public ReadOnlySpan<byte> Node { get; }

    /// <summary>For what the master says.</summary>
    public ReadOnlySpan<byte> Master { get; }
}
