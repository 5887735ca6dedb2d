using System.Diagnostics;

namespace WestRpc.Benchmarks;

internal static partial class BenchmarkTasks
{
    [WorkTask]
    private static int Echo(int value) => value;

    [WorkTask]
    private static byte[] Large(byte[] data) => data;

    [WorkTask]
    private static double[] Numbers(double[] data) => data;

    [WorkTask]
    private static int ProcessId() => Environment.ProcessId;

    [WorkTask]
    private static void Compute(int milliseconds) => ThreadTime.Spend(TimeSpan.FromMilliseconds(milliseconds));

    [WorkTask]
    private static void Spend(int microseconds) => ThreadTime.Spend(TimeSpan.FromMicroseconds(microseconds));

    /// <summary>Keeps its worker until the file is gone.</summary>
    [WorkTask]
    private static void Hold(string file)
    {
        while (File.Exists(file))
            Thread.Sleep(20);
    }

    [WorkTask]
    private static Task RunProgram(string file, WorkContext context, CancellationToken cancellation) =>
        context.RunAsync(new ExternalProgram(file), cancellation);

    /// <summary>
    /// Asks until so many workers have said who they are; several at once, since of idle ones the one that worked last would get each
    /// single call.
    /// </summary>
    public static async Task<int[]> ProcessIdsAsync(IWorkManager work, int count)
    {
        var ids = new HashSet<int>();
        while (ids.Count < count)
            ids.UnionWith(await Task.WhenAll(work.SubmitManyAsync(Enumerable.Range(0, 4 * count).Select(static _ => new ProcessIdTask()))));
        return [.. ids];
    }

    /// <summary>Small calls a second, all submitted at once.</summary>
    public static async Task<double> RateOfManyAsync(IWorkManager work, int count)
    {
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(work.SubmitManyAsync(Enumerable.Range(0, count).Select(static i => new EchoTask(i))));
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
