namespace WestRpc.ZeroMQ.Nodes;

/// <summary>What comes of a call to an address.</summary>
internal enum Reach
{
    /// <summary>No answer: nobody knows.</summary>
    Silent,

    /// <summary>Somebody listens there.</summary>
    Open,

    /// <summary>The machine is there, and nobody listens: a process that did is gone.</summary>
    Refused,
}
