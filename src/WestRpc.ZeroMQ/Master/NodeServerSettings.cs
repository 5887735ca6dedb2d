namespace WestRpc.ZeroMQ.Master;

/// <summary>What the master's end needs to know.</summary>
/// <param name="Host">The master's host, and so where its own workers are.</param>
/// <param name="LocalWorkers">How many those are.</param>
/// <param name="MaxBody">The largest body of a frame.</param>
/// <param name="Heartbeat">How often the master says that it lives.</param>
/// <param name="NodeTimeout">A node that says nothing for so long counts as dead.</param>
internal sealed record NodeServerSettings(string Host, int LocalWorkers, int MaxBody, TimeSpan Heartbeat, TimeSpan NodeTimeout)
{
    /// <summary>The largest message: one of that largest body, and what goes in front of it.</summary>
    public int MaxMessage => (int)Math.Min((long)MaxBody + (1 << 20), Array.MaxLength);
}
