namespace WestRpc.ZeroMQ.Guard;

/// <summary>The type of ZeroMQ socket that a listener is to its peers, and theirs.</summary>
internal sealed record ZmtpRole(string SocketType, params string[] Peers)
{
    /// <summary>Each message is one frame, either way.</summary>
    public static readonly ZmtpRole Router = new("ROUTER", "DEALER");

    /// <summary>Peers send subscriptions (1 and the topic) and cancel them (0 and the topic); they come as frames.</summary>
    public static readonly ZmtpRole Publisher = new("XPUB", "SUB", "XSUB");
}
