using System.Text.Json.Serialization;

namespace WestRpc.Benchmarks.Figures;

/// <summary>What was measured of one subject, a value for each pass.</summary>
/// <param name="Quantity">What: one of <see cref="Quantities"/>.</param>
/// <param name="Subject">Of whom, by the name that readers see.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Values">In the order of the passes; those of one quantity were taken in turn with the other subjects'.</param>
internal sealed record Figure(string Quantity, string Subject, string Unit, double[] Values)
{
    /// <summary>On which CPUs: one of <see cref="Placements"/>.</summary>
    public string Placement { get; init; } = Placements.All;

    /// <summary>Of which size in bytes, or duration in seconds; null where there is one only.</summary>
    public double? At { get; init; }

    [JsonIgnore]
    public double Median => Values.Order().ElementAt(Values.Length / 2);
}

/// <summary>Who could not be measured, and why.</summary>
internal sealed record Missing(string Subject, string Reason);

/// <summary>On which CPUs the whole was.</summary>
internal static class Placements
{
    public const string All = "all CPUs";
    public const string One = "one CPU";
}
