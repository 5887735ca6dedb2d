using System.Text.Json;
using WeightedEnsemble.Sampling;

namespace WeightedEnsemble.Output;

/// <summary>
/// <c>results.json</c>: what was simulated, and nothing of how long it took or who did it, so that it is the same, byte
/// for byte, on every work manager.
/// </summary>
internal static class ResultsFile
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 1 };

    public static void Write(string path, string input, ulong seed, IReadOnlyList<IterationRecord> records)
    {
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file, Options);
        json.WriteStartObject();
        json.WriteString("input", Path.GetFileName(input));
        json.WriteNumber("seed", seed);
        json.WriteStartArray("iterations");
        foreach (IterationRecord record in records)
        {
            WriteIteration(json, record);
            if (json.BytesPending > 1 << 16)
                json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteIteration(Utf8JsonWriter json, IterationRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("iteration", record.Iteration);
        json.WriteNumber("walkers", record.Walkers);
        json.WriteNumber("flux", record.Flux);
        json.WriteNumber("weight", record.TotalWeight);
        json.WriteString("sha256", record.Sha256);
        json.WriteStartObject("bins");
        for (int i = 0; i < record.BinWeights.Length; i++)
        {
            if (record.BinCounts[i] > 0)
                json.WriteNumber(i.ToString(System.Globalization.CultureInfo.InvariantCulture), record.BinWeights[i]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
