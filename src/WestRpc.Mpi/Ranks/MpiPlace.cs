namespace WestRpc.Mpi.Ranks;

/// <summary>Where this process is among the ranks.</summary>
/// <param name="Rank">Its rank; 0 is the master.</param>
/// <param name="Size">How many ranks there are.</param>
/// <param name="WorkerIndex">Its 0-based number among the workers of its machine; −1 on the master.</param>
/// <param name="WorkersHere">How many workers its machine has; 0 on the master.</param>
internal sealed record MpiPlace(int Rank, int Size, int WorkerIndex, int WorkersHere);
