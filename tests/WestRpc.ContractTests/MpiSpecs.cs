namespace WestRpc.ContractTests;

/// <summary>The contract over <c>mpi</c>, on rank 0 (see <see cref="MpiContractTests"/>).</summary>
public sealed class MpiSpecs : WorkManagerSpecs
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private int started;

    private protected override string ManagerName => "mpi";

    private protected override bool Encodes => true;

    private protected override bool RunsElsewhere => true;

    private protected override bool Replaces => false;

    private protected override int FirstWorkerIndex => 2;

    /// <summary>The first has the last two ranks, so that one that comes beside it has the workers that begin with 0.</summary>
    private protected override async Task<IWorkManager> StartAsync(WorkManagerOptions options)
    {
        int first = started++ == 0 ? 3 : 1;
        int[] ranks = [.. Enumerable.Range(first, options.WorkerCount)];
        while (!MpiRun.Table!.AreFree(ranks))
            await Task.Delay(Look, TestEnd);
        return await WorkManager.StartAsync(ManagerName, options, managers => managers.AddMpi(new MpiOptions { Ranks = ranks }));
    }
}
