namespace WestRpc;

/// <summary>What protects the connections between machines.</summary>
public enum ZeroMQSecurity
{
    /// <summary>Both sides prove that they know the run's secret, and each frame is sealed.</summary>
    On,

    /// <summary>Nothing: whoever can reach the ports can read and answer tasks.</summary>
    None,
}
