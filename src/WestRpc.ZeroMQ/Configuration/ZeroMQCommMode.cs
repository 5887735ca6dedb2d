namespace WestRpc;

/// <summary>How a node talks to the workers on its own machine.</summary>
public enum ZeroMQCommMode
{
    /// <summary>Unix sockets.</summary>
    Ipc,

    /// <summary>TCP.</summary>
    Tcp,
}
