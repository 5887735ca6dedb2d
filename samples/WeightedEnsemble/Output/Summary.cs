using System.Globalization;
using System.Text.Json;
using WeightedEnsemble.Analysis;
using WeightedEnsemble.Sampling;
using WestRpc;

namespace WeightedEnsemble.Output;

/// <summary>What a person wants to know after a run, one line each; the timings also as <c>timings.json</c>.</summary>
internal sealed class Summary(Simulation simulation, IWorkManager work, IReadOnlyList<IterationRecord> records, TimeSpan time)
{
    private double Busy => simulation.TaskSeconds / (work.WorkerCount * time.TotalSeconds);

    public void Print(RateEstimate? rate, ExactRate exact, int discarded)
    {
        double drift = records.Max(static r => Math.Abs(r.TotalWeight - 1));
        Line("work manager", $"{work.Name}, {work.WorkerCount} {(work.WorkerCount == 1 ? "worker" : "workers")}");
        Line("iterations", $"{records.Count:N0} in {time.TotalSeconds:N1} s");
        Line("segments", $"{simulation.Segments:N0}");
        Line("tasks", $"{simulation.Tasks:N0}, {simulation.Tasks / time.TotalSeconds:N0} a second");
        Line("in tasks", $"{Busy:P0} of the workers' time");
        Line("weight drift", $"{drift:0.0e0} at most from a total of 1");
        Line("rate", rate is null
            ? $"the run is too short for one: it takes {discarded + (RateEstimate.LeastBlocks * RateEstimate.LeastBlockLength):N0} iterations, the first {discarded:N0} of which do not count"
            : (FormattableString)$"{Number(rate.Mean)} per segment, 95 % interval {Number(rate.Low)} to {Number(rate.High)} ({rate.Blocks} blocks of {rate.BlockLength} iterations)");
        Line("exact rate", $"{Number(exact.PerSegment)} per segment, from the mean first-passage time");
        if (rate is not null)
            Line("ratio", (rate.Mean / exact.PerSegment).ToString("0.000", CultureInfo.InvariantCulture));
    }

    public void WriteTimings(string path)
    {
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("workManager", work.Name);
        json.WriteNumber("workers", work.WorkerCount);
        json.WriteNumber("seconds", time.TotalSeconds);
        json.WriteNumber("segments", simulation.Segments);
        json.WriteNumber("tasks", simulation.Tasks);
        json.WriteNumber("taskSeconds", simulation.TaskSeconds);
        json.WriteEndObject();
    }

    private static string Number(double value) => value.ToString("0.000e0", CultureInfo.InvariantCulture);

    private static void Line(string label, FormattableString value) => Line(label, value.ToString(CultureInfo.InvariantCulture));

    private static void Line(string label, string value) => Console.WriteLine($"{label,-13} {value}");
}
