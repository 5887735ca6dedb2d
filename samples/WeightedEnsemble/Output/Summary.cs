using System.Globalization;
using System.Text.Json;
using WeightedEnsemble.Analysis;
using WeightedEnsemble.Sampling;
using WestRpc;

namespace WeightedEnsemble.Output;

/// <summary>What a person wants to know after a run, one line each; the timings also as <c>timings.json</c>.</summary>
internal sealed class Summary(IReadOnlyList<Replica> replicas, IWorkManager work, TimeSpan time)
{
    private readonly long tasks = replicas.Sum(static r => r.Simulation.Tasks);
    private readonly long segments = replicas.Sum(static r => r.Simulation.Segments);
    private readonly double taskSeconds = replicas.Sum(static r => r.Simulation.TaskSeconds);

    private double Busy => taskSeconds / (work.WorkerCount * time.TotalSeconds);

    public void Print(ReplicaAnalysis analysis, int discarded)
    {
        double drift = replicas.Max(static r => r.Records.Max(static i => Math.Abs(i.TotalWeight - 1)));
        Line("work manager", $"{work.Name}, {work.WorkerCount} {(work.WorkerCount == 1 ? "worker" : "workers")}");
        if (replicas.Count > 1)
            Line("replicas", $"{replicas.Count:N0}, seeds {replicas[0].Seed} to {replicas[^1].Seed}");
        Line("iterations", $"{replicas.Sum(static r => (long)r.Records.Count):N0} in {time.TotalSeconds:N1} s");
        Line("segments", $"{segments:N0}");
        Line("tasks", $"{tasks:N0}, {tasks / time.TotalSeconds:N0} a second");
        Line("in tasks", $"{Busy:P0} of the workers' time");
        Line("weight drift", $"{drift:0.0e0} at most from a total of 1");
        double? rate = analysis.Between is { } between ? PrintBetween(between, analysis) : PrintSingle(analysis.Rates[0].Rate, discarded);
        Line("exact rate", $"{Number(analysis.Exact.PerSegment)} per segment, from the mean first-passage time");
        if (rate is not null)
            Line("ratio", (rate.Value / analysis.Exact.PerSegment).ToString("0.000", CultureInfo.InvariantCulture));
    }

    public void WriteTimings(string path)
    {
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("workManager", work.Name);
        json.WriteNumber("workers", work.WorkerCount);
        json.WriteNumber("replicas", replicas.Count);
        json.WriteNumber("seconds", time.TotalSeconds);
        json.WriteNumber("segments", segments);
        json.WriteNumber("tasks", tasks);
        json.WriteNumber("taskSeconds", taskSeconds);
        json.WriteEndObject();
    }

    private static double? PrintSingle(RateEstimate? rate, int discarded)
    {
        Line("rate", rate is null
            ? $"the run is too short for one: it takes {discarded + (RateEstimate.LeastBlocks * RateEstimate.LeastBlockLength):N0} iterations, the first {discarded:N0} of which do not count"
            : (FormattableString)$"{Number(rate.Mean)} per segment, 95 % interval {Number(rate.Low)} to {Number(rate.High)} ({rate.Blocks} blocks of {rate.BlockLength} iterations)");
        return rate?.Mean;
    }

    private static double PrintBetween(ReplicaEstimate between, ReplicaAnalysis analysis)
    {
        RateEstimate[] within = [.. analysis.Rates.Select(static r => r.Rate!)];
        double half = within.Average(static r => (r.High - r.Low) / 2 / r.Mean);
        int hold = within.Count(r => r.Low <= analysis.Exact.PerSegment && analysis.Exact.PerSegment <= r.High);
        Line("rate", $"{Number(between.Mean)} per segment, 95 % interval {Number(between.Low)} to {Number(between.High)} between the {between.Replicas} replicas");
        Line("each alone", $"±{half:P0} by its {within[0].Blocks} blocks of {within[0].BlockLength} iterations; {hold} of {between.Replicas} such intervals hold the exact rate");
        return between.Mean;
    }

    private static string Number(double value) => value.ToString("0.000e0", CultureInfo.InvariantCulture);

    private static void Line(string label, FormattableString value) => Line(label, value.ToString(CultureInfo.InvariantCulture));

    private static void Line(string label, string value) => Console.WriteLine($"{label,-13} {value}");
}
