using WestRpc.Mpi.Ranks;

namespace WestRpc.ContractTests;

/// <summary>
/// The contract over <c>mpi</c> is tested by this program as rank 0: five ranks are there for one work manager after the
/// other, and a second one beside.
/// </summary>
internal static class MpiRun
{
    /// <summary>The master and twice two workers.</summary>
    public const int Ranks = 5;

    /// <summary>The ranks, where this program is one.</summary>
    public static RankTable? Table { get; private set; }

    public static async Task<int> TestAsync(Func<string[], Task<int>> test, string[] args)
    {
        if (Environment.GetEnvironmentVariable("WM_WORK_MANAGER") != "mpi")
            return await test([.. args, "--filter-not-class", "*.MpiSpecs"]);
        Table = MpiProcess.Start(new MpiOptions())!.Ranks;

        // MPI would end with the first work manager.
        RankSlot[] none = Table.Take([]);
        try
        {
            return await test([.. args, "--filter-class", "*.MpiSpecs"]);
        }
        finally
        {
            await Table.ReleaseAsync(none);
        }
    }
}
