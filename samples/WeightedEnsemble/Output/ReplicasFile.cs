using System.Text.Json;
using WeightedEnsemble.Analysis;

namespace WeightedEnsemble.Output;

/// <summary><c>replicas.json</c>: the rate of each replica with its interval, what they agree on, and the exact rate.</summary>
internal static class ReplicasFile
{
    public static void Write(string path, string input, ReplicaAnalysis analysis)
    {
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, IndentSize = 1 });
        json.WriteStartObject();
        json.WriteString("input", Path.GetFileName(input));
        json.WriteNumber("exactRate", analysis.Exact.PerSegment);
        if (analysis.Between is { } between)
        {
            json.WriteNumber("rate", between.Mean);
            json.WriteNumber("low", between.Low);
            json.WriteNumber("high", between.High);
        }

        json.WriteStartArray("replicas");
        foreach ((ulong seed, RateEstimate? rate) in analysis.Rates)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", seed);
            json.WriteString("results", OutputDirectory.Of(OutputDirectory.Results, seed));
            if (rate is not null)
            {
                json.WriteNumber("rate", rate.Mean);
                json.WriteNumber("low", rate.Low);
                json.WriteNumber("high", rate.High);
                json.WriteNumber("blocks", rate.Blocks);
                json.WriteNumber("blockLength", rate.BlockLength);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
