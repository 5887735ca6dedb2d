using System.Collections.Concurrent;

namespace WestRpc.Simulation;

/// <summary>Many schedules on some threads.</summary>
internal sealed class Campaign
{
    private readonly ConcurrentQueue<(int Seed, string Failure)> failures = [];
    private long events;
    private long schedules;

    public Coverage Coverage { get; } = new();

    public IReadOnlyList<(int Seed, string Failure)> Failures => [.. failures.OrderBy(static f => f.Seed)];

    public long Schedules => schedules;

    public double EventsPerSchedule => events / (double)Math.Max(1, schedules);

    /// <summary>A hash over those of all schedules.</summary>
    public ulong Hash { get; private set; }

    public void Run(int from, int count, int threads, TimeSpan? atMost = null, int mostFailures = 10)
    {
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        int next = from;
        Thread[] all = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work))];
        Array.ForEach(all, static t => t.Start());
        Array.ForEach(all, static t => t.Join());

        void Work()
        {
            var mine = new Coverage();
            ulong hash = 0;
            while (failures.Count < mostFailures && (atMost is null || System.Diagnostics.Stopwatch.GetElapsedTime(started) < atMost))
            {
                int seed = Interlocked.Increment(ref next) - 1;
                if (seed >= from + (long)count)
                    break;
                SimulationResult result = Simulation.Run(ScenarioFactory.Create(seed), mine);
                Interlocked.Add(ref events, result.Events);
                Interlocked.Increment(ref schedules);
                hash ^= result.Hash * (((ulong)seed << 1) | 1);
                if (result.Failure is { } failure)
                    failures.Enqueue((seed, failure));
            }

            lock (Coverage)
            {
                Coverage.Add(mine);
                Hash ^= hash;
            }
        }
    }
}
