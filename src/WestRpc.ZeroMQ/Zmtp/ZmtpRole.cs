namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>The type of ZeroMQ socket that one side is to its peers, and theirs.</summary>
internal sealed record ZmtpRole(string SocketType, params string[] Peers)
{
    /// <summary>Each message is one frame, either way.</summary>
    public static readonly ZmtpRole Router = new("ROUTER", "DEALER");

    /// <summary>Peers send subscriptions (1 and the topic) and cancel them (0 and the topic); they come as frames.</summary>
    public static readonly ZmtpRole Publisher = new("XPUB", "SUB", "XSUB");

    /// <summary>What goes with a router.</summary>
    public static readonly ZmtpRole Dealer = new("DEALER", "ROUTER");

    /// <summary>What goes with a publisher.</summary>
    public static readonly ZmtpRole Subscriber = new("XSUB", "PUB", "XPUB");
}
