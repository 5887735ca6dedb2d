using System.Diagnostics;
using System.Globalization;
using WestRpc.Benchmarks.Reporting;

namespace WestRpc.Benchmarks;

/// <summary>What the ranks of an <see cref="MpiRun"/> do: rank 0 measures what it is asked for, until its input ends.</summary>
internal static class MpiRanks
{
    public const string Argument = "--mpi-ranks";

    /// <summary>The part of ranks that work for the work manager `mpi`.</summary>
    public const string Work = "work";

    /// <summary>The exit code, where this process is such a rank.</summary>
    public static async Task<int?> RunIfAskedAsync(string[] args) => args switch
    {
        [Argument, MpiPingPong.Part, string file] => MpiPingPong.Run(file),
        [Argument, Work] => await WorkApplication.RunAsync(
            ["--work-manager", "mpi"], static run => AnswerAsync(question => MeasureAsync(run.Work, question)), static managers => managers.AddMpi()),
        _ => null,
    };

    public static async Task AnswerAsync(Func<string[], Task<double[]>> measure)
    {
        while (Console.In.ReadLine() is { } question)
        {
            double[] numbers = await measure(question.Split(' '));
            Console.WriteLine(string.Join(' ', numbers.Select(static n => n.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static Task<double[]> MeasureAsync(IWorkManager work, string[] question) => question switch
    {
        ["processes"] => ProcessesAsync(work),
        ["round-trip", string count] => RoundTripAsync(work, Number(count)),
        ["pipeline", string count] => PipelineAsync(work, Number(count)),
        ["busy", string count, string milliseconds] => BusyAsync(work, Number(count), Number(milliseconds)),
        ["answer", string microseconds, string count] => LaterAsync(work, Number(microseconds), Number(count)),
        _ => WorkQuestions.Answer(work, question) ?? throw new ArgumentException(string.Join(' ', question)),
    };

    /// <summary>The process ids of all ranks, the master's first.</summary>
    private static async Task<double[]> ProcessesAsync(IWorkManager work) =>
        [Environment.ProcessId, .. await BenchmarkTasks.ProcessIdsAsync(work, work.WorkerCount)];

    /// <summary>Microseconds a call, one after the other.</summary>
    public static async Task<double[]> RoundTripAsync(IWorkManager work, int count)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
            await BenchmarkTasks.EchoTask.SubmitAsync(work, 100_000 + i);
        return [Stopwatch.GetElapsedTime(started).TotalMicroseconds / count];
    }

    /// <summary>Calls a second, all submitted at once.</summary>
    private static async Task<double[]> PipelineAsync(IWorkManager work, int count) =>
        [await BenchmarkTasks.RateOfManyAsync(work, count)];

    /// <summary>Seconds for calls that compute, all submitted at once, and what share of a core this process took.</summary>
    private static async Task<double[]> BusyAsync(IWorkManager work, int count, int milliseconds)
    {
        TimeSpan processorTime = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(work.SubmitManyAsync(Enumerable.Range(0, count).Select(_ => new BenchmarkTasks.ComputeTask(milliseconds))));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        return [elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processorTime) / elapsed];
    }

    /// <summary>The microseconds of each of some calls that come so much later than the answer to the one before.</summary>
    public static async Task<double[]> LaterAsync(IWorkManager work, int microseconds, int count)
    {
        double[] times = new double[count];
        for (int i = 0; i < count; i++)
        {
            Thread.Sleep(TimeSpan.FromMicroseconds(microseconds));
            long started = Stopwatch.GetTimestamp();
            await BenchmarkTasks.EchoTask.SubmitAsync(work, i);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        return times;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
