namespace WestRpc.ZeroMQ.Security;

/// <summary>Who speaks; the values are on the wire.</summary>
internal enum SessionSide : byte
{
    /// <summary>The side that connects: Noise's initiator.</summary>
    Node = 1,

    /// <summary>The side that is connected to: Noise's responder.</summary>
    Master = 2,
}
