namespace WestRpc.Simulation;

/// <summary>Something that must hold did not.</summary>
internal sealed class SimulationException(string message) : Exception(message);
