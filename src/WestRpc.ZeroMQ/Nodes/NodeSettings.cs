namespace WestRpc.ZeroMQ.Nodes;

/// <summary>How a node behaves.</summary>
/// <param name="Heartbeat">How often it says that it lives.</param>
/// <param name="TimeoutFactor">A master that misses so many of its own heartbeats counts as dead.</param>
/// <param name="MaxBody">The largest body of a frame.</param>
/// <param name="AnswerTimeout">How long one address may take to answer.</param>
internal sealed record NodeSettings(TimeSpan Heartbeat, double TimeoutFactor, int MaxBody, TimeSpan AnswerTimeout);
