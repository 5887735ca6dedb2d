using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>How long a call takes after a time without one, and what it takes to wait so; beside `processes`, whose wait costs nothing.</summary>
internal sealed class MpiAnswerBenchmark(string library, string name) : Benchmark
{
    private const double SecondsEach = 4;
    private static readonly int[] Waits = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

    public override string Name => "mpi-idle";

    public override async Task RunAsync()
    {
        await using IWorkManager processes = await WorkManager.StartAsync("processes", new WorkManagerOptions { WorkerCount = 1 });
        await using var run = new MpiRun(library, 2, MpiRanks.Work);
        int[] ids = [.. (await run.AskAsync("processes")).Select(static id => (int)id)];
        for (int i = 0; i < 5; i++)
        {
            await run.AskAsync("round-trip 20000");
            await MpiRanks.RoundTripAsync(processes, 20_000);
        }

        Console.WriteLine();
        Console.WriteLine($"{Name}: calls after a wait, {name}, two ranks; {(await run.AskAsync("round-trip 5000"))[0]:F1} µs without one");
        Console.WriteLine("  waited ms | median µs | 90 % within µs | master, worker % of a core | processes: median µs");
        foreach (int wait in Waits)
        {
            int count = Math.Clamp((int)(SecondsEach * 1e6 / wait), 8, 1_000);
            TimeSpan[] before = [.. ids.Select(ProcessorTime.Of)];
            long started = Stopwatch.GetTimestamp();
            double[] times = [.. (await run.AskAsync($"answer {wait} {count}")).Order()];
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            double[] shares = [.. ids.Select((id, i) => (ProcessorTime.Of(id) - before[i]) / elapsed * 100)];
            double[] reference = [.. (await MpiRanks.LaterAsync(processes, wait, count)).Order()];
            Console.WriteLine(
                $"  {wait / 1e3,9:#,0.#} | {times[count / 2],9:N0} | {times[count * 9 / 10],14:N0} | {shares[0],18:F1}, {shares[1],6:F1} | {reference[count / 2],20:N0}");
        }
    }
}
