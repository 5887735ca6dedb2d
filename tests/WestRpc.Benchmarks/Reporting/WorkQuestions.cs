using System.Diagnostics;
using System.Globalization;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>What a work manager is asked: what <c>tests/Peers/peer.py</c> asks others, in the same words.</summary>
internal static class WorkQuestions
{
    public const string Rate = "rate";
    public const string RateMany = "rate-many";
    public const string Latency = "latency";
    public const string Large = "large";
    public const string LargeNumbers = "large-numbers";
    public const string Compute = "compute";
    public const string Durations = "durations";
    public const string Queue = "queue";

    /// <summary>The answer; null where it is no question of these.</summary>
    public static Task<double[]>? Answer(IWorkManager work, string[] question) => question switch
    {
        [Rate, string count] => RateAsync(work, Number(count)),
        [RateMany, string count] => RateManyAsync(work, Number(count)),
        [Latency, string count] => LatencyAsync(work, Number(count)),
        [Large, string size, string count, string inFlight] =>
            LargeAsync(new byte[Number(size)], Number(count), Number(inFlight), data => BenchmarkTasks.LargeTask.SubmitAsync(work, data)),
        [LargeNumbers, string size, string count, string inFlight] =>
            LargeAsync(new double[Number(size) / sizeof(double)], Number(count), Number(inFlight), data => BenchmarkTasks.NumbersTask.SubmitAsync(work, data)),
        [Compute, string count, string microseconds] => ComputeAsync(work, Enumerable.Repeat(Number(microseconds), Number(count))),
        [Durations, string file] => ComputeAsync(work, File.ReadLines(file).Select(Number)),
        [Queue, string count] => QueueAsync(work, Number(count)),
        _ => null,
    };

    private static async Task<double[]> RateAsync(IWorkManager work, int count)
    {
        var tasks = new Task[count];
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            tasks[i] = BenchmarkTasks.EchoTask.SubmitAsync(work, i);
        await Task.WhenAll(tasks);
        return Since(started);
    }

    private static async Task<double[]> RateManyAsync(IWorkManager work, int count)
    {
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(work.SubmitManyAsync(Enumerable.Range(0, count).Select(static i => new BenchmarkTasks.EchoTask(i))));
        return Since(started);
    }

    private static async Task<double[]> LatencyAsync(IWorkManager work, int count)
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await BenchmarkTasks.EchoTask.SubmitAsync(work, 100_000 + i);
            times[i] = Microseconds(started);
        }

        return times;
    }

    private static async Task<double[]> LargeAsync<T>(T[] data, int count, int inFlight, Func<T[], Task<T[]>> submit)
    {
        var pending = new Queue<Task<T[]>>();
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            if (pending.Count == inFlight)
                await pending.Dequeue();
            pending.Enqueue(submit(data));
        }

        await Task.WhenAll(pending);
        return Since(started);
    }

    private static async Task<double[]> ComputeAsync(IWorkManager work, IEnumerable<int> microseconds)
    {
        BenchmarkTasks.SpendTask[] tasks = [.. microseconds.Select(static m => new BenchmarkTasks.SpendTask(m))];
        TimeSpan processorTime = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(work.SubmitManyAsync(tasks));
        double[] seconds = Since(started);
        return [.. seconds, (Environment.CpuUsage.TotalTime - processorTime).TotalSeconds];
    }

    /// <summary>Bytes for each call that waits, and what is left of them when all is done.</summary>
    private static async Task<double[]> QueueAsync(IWorkManager work, int count)
    {
        string file = Path.GetTempFileName();
        Task[] held = [.. Enumerable.Range(0, work.WorkerCount).Select(_ => BenchmarkTasks.HoldTask.SubmitAsync(work, file))];
        var tasks = new Task<int>[count];
        long before = Memory();
        for (int i = 0; i < count; i++)
            tasks[i] = BenchmarkTasks.EchoTask.SubmitAsync(work, i);
        double waiting = Memory() - before;
        File.Delete(file);
        await Task.WhenAll([.. held, .. tasks]);
        tasks = [];
        double after = Memory() + (8.0 * count) - before;
        return [waiting / count, after / count];
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>A TimeSpan's steps of 100 ns are too long for the fastest.</summary>
    public static double Microseconds(long started) => (Stopwatch.GetTimestamp() - started) * 1e6 / Stopwatch.Frequency;

    private static double[] Since(long started) => [Stopwatch.GetElapsedTime(started).TotalSeconds];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
