using System.Text.Json;
using System.Text.Json.Serialization;

namespace WestRpc.Benchmarks.Figures;

/// <summary>All that was measured, in the file that tables and plots are made of.</summary>
internal sealed record Results
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Where and when, as lines of name and value.</summary>
    public Dictionary<string, string> Machine { get; init; } = [];

    public List<Figure> Figures { get; init; } = [];

    public List<Missing> Missing { get; init; } = [];

    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static Results Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Results>(File.ReadAllText(path), Options) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' does not hold results: {e.Message}", e);
        }
    }

    /// <summary>A line for each figure, so that two runs can be compared.</summary>
    public void Write(string path)
    {
        using var writer = new StreamWriter(path);
        writer.Write("{\n");
        writer.Write($"\"machine\": {Json(Machine)},\n");
        writer.Write($"\"missing\": {Json(Missing)},\n");
        writer.Write($"\"figures\": [\n{string.Join(",\n", Figures.Select(static f => Json(Rounded(f))))}\n]\n}}\n");
    }

    /// <summary>What several programs have measured, as one.</summary>
    public static Results Merge(IEnumerable<Results> parts)
    {
        var all = new Results();
        foreach (Results part in parts)
        {
            foreach ((string name, string value) in part.Machine)
                all.Machine.TryAdd(name, value);
            all.Figures.AddRange(part.Figures);
            all.Missing.AddRange(part.Missing.Except(all.Missing));
        }

        return all;
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Options);

    private static Figure Rounded(Figure figure) => figure with { Values = [.. figure.Values.Select(Rounded)] };

    private static double Rounded(double value) =>
        value == 0 || !double.IsFinite(value) ? 0 : double.Parse(value.ToString("G5", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
