using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>How much later a rank answers that has waited, and what it takes to wait so.</summary>
internal sealed class MpiAnswerBenchmark(string library, string name) : Benchmark
{
    private const double SecondsEach = 4;
    private static readonly int[] Waits = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

    public override string Name => "mpi-idle";

    public override async Task RunAsync()
    {
        await using var run = new MpiRun(library, 2, MpiRanks.Work);
        int[] processes = [.. (await run.AskAsync("processes")).Select(static id => (int)id)];
        for (int i = 0; i < 5; i++)
            await run.AskAsync("round-trip 20000");
        double polling = (await run.AskAsync("round-trip 5000"))[0];
        Console.WriteLine();
        Console.WriteLine($"{Name}: answers of a rank that has waited, {name}; {polling:F1} µs where both poll");
        Console.WriteLine("  waited ms | median µs | 90 % within µs | master, worker % of a core");
        foreach (int wait in Waits)
        {
            TimeSpan[] before = [.. processes.Select(ProcessorTime.Of)];
            long started = Stopwatch.GetTimestamp();
            double[] times = [.. (await run.AskAsync($"answer {wait} {Math.Clamp((int)(SecondsEach * 1e6 / wait), 8, 1_000)}")).Order()];
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            double[] shares = [.. processes.Select((id, i) => (ProcessorTime.Of(id) - before[i]) / elapsed * 100)];
            Console.WriteLine(
                $"  {wait / 1e3,9:#,0.#} | {times[times.Length / 2],9:N0} | {times[times.Length * 9 / 10],14:N0} | {shares[0],6:F1}, {shares[1]:F1}");
        }
    }
}
