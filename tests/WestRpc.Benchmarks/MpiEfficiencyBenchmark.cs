using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>Calls that compute for some milliseconds on two ranks, against the same work without any work manager.</summary>
internal sealed class MpiEfficiencyBenchmark(string library, string name) : RatioBenchmark
{
    private const int Count = 400;
    private const int Milliseconds = 5;
    private const int Workers = 2;

    private readonly List<double> shares = [];
    private MpiRun? run;

    public override string Name => "mpi-efficiency";

    protected override string Title => $"{Count} tasks of {Milliseconds} ms of processor time on {Workers} ranks beside the master, {name}";

    protected override string Reference => $"{Workers} threads that do half of it each";

    protected override bool IsRate => false;

    protected override string Unit => "s";

    protected override IEnumerable<string> Notes =>
        [$"the master's rank takes {Median(shares) * 100:F1} % of a core (from {shares.Min() * 100:F1} to {shares.Max() * 100:F1})"];

    protected override Task StartAsync()
    {
        run = new MpiRun(library, 1 + Workers, MpiRanks.Work);
        return Task.CompletedTask;
    }

    protected override async Task StopAsync() => await run!.DisposeAsync();

    protected override async Task<double> MeasureOursAsync()
    {
        double[] answer = await run!.AskAsync($"busy {Count} {Milliseconds}");
        shares.Add(answer[1]);
        return answer[0];
    }

    protected override Task<double> MeasureReferenceAsync()
    {
        long started = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, Workers).Select(static _ => new Thread(Compute))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return Task.FromResult(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static void Compute()
    {
        for (int i = 0; i < Count / Workers; i++)
            ThreadTime.Spend(TimeSpan.FromMilliseconds(Milliseconds));
    }
}
