namespace WestRpc.Programs;

/// <summary>A program can't be started: why.</summary>
internal sealed class ProgramStartException(string reason) : Exception(reason);
