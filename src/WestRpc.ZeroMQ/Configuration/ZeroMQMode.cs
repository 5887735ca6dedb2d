namespace WestRpc;

/// <summary>What a process of a ZeroMQ run is.</summary>
public enum ZeroMQMode
{
    /// <summary>The master: runs the program, hands out its tasks.</summary>
    Server,

    /// <summary>A node: runs tasks for the master.</summary>
    Client,
}
