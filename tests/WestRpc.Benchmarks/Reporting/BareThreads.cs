using System.Diagnostics;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>The best that there could be: as many threads as workers, each of which computes its share, told nothing by anybody.</summary>
internal static class BareThreads
{
    /// <summary>Seconds for tasks that can be shared out evenly.</summary>
    public static double Seconds(IReadOnlyList<int> microseconds)
    {
        long sum = microseconds.Sum(static m => (long)m);
        return Math.Max(microseconds.Max() / 1e6, Run(Enumerable.Repeat(sum / (double)Subject.WorkerCount, 1)));
    }

    /// <summary>Seconds for so many tasks of one duration; each ends as tasks do, so that the clock's steps count there too.</summary>
    public static double Seconds(int count, int microseconds) => Run(Enumerable.Repeat((double)microseconds, count / Subject.WorkerCount));

    private static double Run(IEnumerable<double> microseconds)
    {
        long started = Stopwatch.GetTimestamp();
        Thread[] threads = [.. Enumerable.Range(0, Subject.WorkerCount).Select(_ => new Thread(() =>
        {
            foreach (double each in microseconds)
                ThreadTime.Spend(TimeSpan.FromMicroseconds(each));
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
