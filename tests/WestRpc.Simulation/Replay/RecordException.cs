namespace WestRpc.Simulation.Replay;

/// <summary>A record that can't be read.</summary>
internal sealed class RecordException(string message) : Exception(message);
