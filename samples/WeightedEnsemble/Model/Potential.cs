using System.Text.Json.Serialization;

namespace WeightedEnsemble.Model;

/// <summary>Which formula.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PotentialKind>))]
internal enum PotentialKind
{
    /// <summary>U(x) = h·(x² − 1)².</summary>
    [JsonStringEnumMemberName("double-well")]
    DoubleWell,

    /// <summary>U(x) = −(B/2)·cos(2π(x−x₀)/A)/(e^{Cx}−1): the oscillating potential of WESTPA's ODLD system.</summary>
    [JsonStringEnumMemberName("oscillating")]
    Oscillating,
}

/// <summary>A one-dimensional potential in units of kT, as in the input file.</summary>
/// <param name="Kind">Which formula.</param>
/// <param name="Barrier">h of the double well.</param>
/// <param name="Period">A of the oscillating potential.</param>
/// <param name="Amplitude">B.</param>
/// <param name="Decay">C.</param>
/// <param name="Origin">x₀.</param>
internal sealed record Potential(
    PotentialKind Kind, double Barrier = 0, double Period = 0, double Amplitude = 0, double Decay = 0, double Origin = 0)
{
    /// <summary>U(x) in kT.</summary>
    public double Energy(double x)
    {
        if (Kind == PotentialKind.DoubleWell)
        {
            double well = (x * x) - 1;
            return Barrier * well * well;
        }

        return -Amplitude / 2 * Math.Cos(2 * Math.PI * (x - Origin) / Period) / (Math.Exp(Decay * x) - 1);
    }

    /// <summary>dU/dx in kT for each unit of length.</summary>
    public double Slope(double x)
    {
        if (Kind == PotentialKind.DoubleWell)
            return 4 * Barrier * x * ((x * x) - 1);
        double exponential = Math.Exp(Decay * x);
        double envelope = exponential - 1;
        double wave = 2 * Math.PI / Period;
        (double sine, double cosine) = Math.SinCos(wave * (x - Origin));
        return Amplitude / 2 * ((wave * sine * envelope) + (Decay * exponential * cosine)) / (envelope * envelope);
    }
}
