using System.Diagnostics;

namespace WestRpc.Benchmarks;

/// <summary>
/// Measures ours and a reference in turn, pass by pass, so that a machine that slows down slows both, and prints the
/// ratio of the medians.
/// </summary>
internal abstract class RatioBenchmark : Benchmark
{
    public const int Passes = 9;

    // Code is compiled for good only after it ran for a while, and where all is pinned to one CPU that takes seconds.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    /// <summary>What is measured, for the headline.</summary>
    protected abstract string Title { get; }

    /// <summary>The name of the reference.</summary>
    protected abstract string Reference { get; }

    /// <summary>Whether a larger figure is better (a rate) or a smaller one (a time).</summary>
    protected abstract bool IsRate { get; }

    /// <summary>The unit of the figures.</summary>
    protected abstract string Unit { get; }

    /// <summary>What else was seen while it was measured.</summary>
    protected virtual IEnumerable<string> Notes => [];

    /// <summary>How often it is measured.</summary>
    protected virtual int Repeats => Passes;

    /// <summary>For how long before that, not counted.</summary>
    protected virtual TimeSpan Before => WarmUp;

    public override async Task RunAsync()
    {
        var ours = new List<double>();
        var reference = new List<double>();
        await StartAsync();
        try
        {
            long started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < Before)
            {
                await MeasureReferenceAsync();
                await MeasureOursAsync();
            }

            for (int pass = 0; pass < Repeats; pass++)
            {
                reference.Add(await MeasureReferenceAsync());
                ours.Add(await MeasureOursAsync());
            }
        }
        finally
        {
            await StopAsync();
        }

        Console.WriteLine();
        Console.WriteLine($"{Name}: {Title}");
        Console.WriteLine($"  WestRpc {Describe(ours)}");
        Console.WriteLine($"  {Reference} {Describe(reference)}");
        Console.WriteLine($"  {Compare(Median(ours), Median(reference))} ({(IsRate ? "larger" : "smaller")} is better)");
        foreach (string note in Notes)
            Console.WriteLine($"  {note}");
    }

    protected virtual Task StartAsync() => Task.CompletedTask;

    protected virtual Task StopAsync() => Task.CompletedTask;

    protected abstract Task<double> MeasureOursAsync();

    protected abstract Task<double> MeasureReferenceAsync();

    /// <summary>What is to be known of the two medians.</summary>
    protected virtual string Compare(double ours, double reference) => $"ratio {ours / reference:F2} ×";

    protected static double PerSecond(int count, long started) => count / Stopwatch.GetElapsedTime(started).TotalSeconds;

    protected static double Microseconds(int count, long started) =>
        Stopwatch.GetElapsedTime(started).TotalMicroseconds / count;

    private string Describe(List<double> values) =>
        $"{Median(values):#,0.###} {Unit} (from {values.Min():#,0.###} to {values.Max():#,0.###})";

    protected static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
