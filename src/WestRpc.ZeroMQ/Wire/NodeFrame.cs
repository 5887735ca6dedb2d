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

    // Master to node.
    public const FrameKind NodeWelcome = (FrameKind)96;
    public const FrameKind NodeRefused = (FrameKind)97;
    public const FrameKind WorkerAccepted = (FrameKind)98;
    public const FrameKind WorkerKill = (FrameKind)99;
    public const FrameKind MasterHeartbeat = (FrameKind)100;
    public const FrameKind NodeStop = (FrameKind)101;
}
