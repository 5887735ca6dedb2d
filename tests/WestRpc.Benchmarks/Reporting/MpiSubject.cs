namespace WestRpc.Benchmarks.Reporting;

/// <summary>The work manager <c>mpi</c>, as ranks of this program on the first library that is there.</summary>
internal sealed class MpiSubject(string name) : Subject(name)
{
    private MpiRun? run;
    private int[] ids = [];

    public override IReadOnlySet<string> Questions { get; } = new HashSet<string>
    {
        WorkQuestions.Rate, WorkQuestions.RateMany, WorkQuestions.Latency, WorkQuestions.Large, WorkQuestions.LargeNumbers, WorkQuestions.Compute,
        WorkQuestions.Durations,
    };

    public override IReadOnlyList<int> Master => [ids[0]];

    public override IReadOnlyList<int> Workers => ids[1..];

    public override async Task StartAsync()
    {
        if (MpiRun.Libraries is not [var library, ..])
            throw new InvalidOperationException("no MPI library is installed (openmpi-bin and libopenmpi-dev, or mpich and libmpich-dev)");
        run = new MpiRun(library.Library, 1 + WorkerCount, MpiRanks.Work);
        ids = [.. (await run.AskAsync("processes")).Select(static id => (int)id)];
    }

    public override Task<double[]> AskAsync(string question) => run!.AskAsync(question);

    public override ValueTask DisposeAsync() => run?.DisposeAsync() ?? ValueTask.CompletedTask;
}
