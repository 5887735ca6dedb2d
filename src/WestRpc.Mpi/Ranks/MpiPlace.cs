namespace WestRpc.Mpi.Ranks;

/// <summary>Where this process is among the ranks.</summary>
/// <param name="Rank">Its rank; 0 is the master.</param>
/// <param name="Size">How many ranks there are.</param>
/// <param name="WorkerIndex">Its 0-based number among the workers of its machine; the master, if it works, comes behind them.</param>
/// <param name="WorkersHere">How many other workers than the master its machine has.</param>
internal sealed record MpiPlace(int Rank, int Size, int WorkerIndex, int WorkersHere)
{
    /// <summary>Whether all are on one machine; for the master.</summary>
    public bool HasOneMachine => WorkersHere == Size - 1;
}
