namespace WestRpc.ZeroMQ.Security;

/// <summary>What is said before there is a session; the values are on the wire.</summary>
internal enum MessageKind : byte
{
    /// <summary>Node to master, on the tasks' connection: the handshake's first message.</summary>
    Greeting = 1,

    /// <summary>Master to node: the second.</summary>
    Reply = 2,

    /// <summary>Node to master, on another connection: the proof that it belongs to a session.</summary>
    Join = 3,
}
