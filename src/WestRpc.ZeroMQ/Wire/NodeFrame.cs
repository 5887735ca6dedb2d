using WestRpc.Wire;

namespace WestRpc.ZeroMQ.Wire;

/// <summary>What a node and its master say to each other beside what workers say. The numbers are part of the protocol.</summary>
internal static class NodeFrame
{
    // Node to master.
    public const FrameKind NodeHello = (FrameKind)80;
    public const FrameKind WorkerJoined = (FrameKind)81;
    public const FrameKind WorkerEnded = (FrameKind)82;
    public const FrameKind NodeHeartbeat = (FrameKind)83;
    public const FrameKind NodeLeaves = (FrameKind)84;
    public const FrameKind NodeDrains = (FrameKind)85;
    public const FrameKind NodeWithdraws = (FrameKind)86;

    /// <summary>The node heard an announcement and asks whether it is so.</summary>
    public const FrameKind AnnouncementHeard = (FrameKind)87;

    /// <summary>In place of NodeHello: it does not join, and only wants to know who the master is.</summary>
    public const FrameKind NodeLooks = (FrameKind)88;

    // Master to node.
    public const FrameKind NodeWelcome = (FrameKind)96;
    public const FrameKind NodeRefused = (FrameKind)97;
    public const FrameKind WorkerAccepted = (FrameKind)98;
    public const FrameKind WorkerKill = (FrameKind)99;
    public const FrameKind MasterHeartbeat = (FrameKind)100;

    /// <summary>On the tasks' channel the order to stop; announced, a hint that it may come.</summary>
    public const FrameKind NodeStop = (FrameKind)101;

    /// <summary>The answer to <see cref="NodeLooks"/>; the session ends with it.</summary>
    public const FrameKind MasterSeen = (FrameKind)102;
}
