using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using WestRpc.Benchmarks.Figures;

namespace WestRpc.Benchmarks.Reporting;

/// <summary>What one would write by hand for threads: a channel of actions, a TaskCompletionSource each.</summary>
internal sealed class HandwrittenSubject() : Subject(Subjects.Handwritten)
{
    private readonly Channel<Action> queue = Channel.CreateUnbounded<Action>();

    public override IReadOnlySet<string> Questions { get; } = new HashSet<string> { WorkQuestions.Rate, WorkQuestions.RateMany, WorkQuestions.Latency, WorkQuestions.Compute, WorkQuestions.Durations };

    public override Task StartAsync()
    {
        for (int i = 0; i < WorkerCount; i++)
            new Thread(Serve) { IsBackground = true }.Start();
        return Task.CompletedTask;
    }

    public override async Task<double[]> AskAsync(string question)
    {
        string[] words = question.Split(' ');
        switch (words)
        {
            case [WorkQuestions.Latency, string count]:
                double[] times = new double[Number(count)];
                for (int i = 0; i < times.Length; i++)
                {
                    long began = Stopwatch.GetTimestamp();
                    await Submit(() => i);
                    times[i] = WorkQuestions.Microseconds(began);
                }

                return times;
            case [WorkQuestions.Compute, string count, string microseconds]:
                return await RunAsync(Enumerable.Repeat(Number(microseconds), Number(count)), Spend);
            case [WorkQuestions.Durations, string file]:
                return await RunAsync(File.ReadLines(file).Select(Number), Spend);
            case [_, string count]:
                return await RunAsync(Enumerable.Range(0, Number(count)), static i => i);
            default:
                throw new ArgumentException(question);
        }
    }

    public override ValueTask DisposeAsync()
    {
        queue.Writer.Complete();
        return ValueTask.CompletedTask;
    }

    private async Task<double[]> RunAsync(IEnumerable<int> values, Func<int, int> method)
    {
        long started = Stopwatch.GetTimestamp();
        var tasks = new List<Task<int>>();
        foreach (int value in values)
            tasks.Add(Submit(() => method(value)));
        await Task.WhenAll(tasks);
        return [Stopwatch.GetElapsedTime(started).TotalSeconds];
    }

    private Task<int> Submit(Func<int> method)
    {
        var completion = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Writer.TryWrite(() => completion.SetResult(method()));
        return completion.Task;
    }

    private void Serve()
    {
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (queue.Reader.TryRead(out Action? action))
                action();
        }
    }

    private static int Spend(int microseconds)
    {
        ThreadTime.Spend(TimeSpan.FromMicroseconds(microseconds));
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
