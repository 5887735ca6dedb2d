using System.Numerics;

namespace WeightedEnsemble.Sampling;

/// <summary>
/// A stream of random numbers of its own for each segment: xoshiro256** (Blackman and Vigna 2018), its state made by
/// SplitMix64 from seed, iteration and place. Who runs the segment, and when, makes no difference.
/// </summary>
internal struct RandomStream
{
    private ulong s0;
    private ulong s1;
    private ulong s2;
    private ulong s3;
    private double spare;
    private bool hasSpare;

    /// <summary>The stream with that name.</summary>
    public RandomStream(ulong seed, int iteration, int place)
    {
        ulong state = Mix(seed ^ Mix(((ulong)(uint)iteration << 32) | (uint)place));
        s0 = Next(ref state);
        s1 = Next(ref state);
        s2 = Next(ref state);
        s3 = Next(ref state);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Marsaglia's polar method (1964).</summary>
    public double Normal()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spare;
        }

        double a;
        double b;
        double square;
        do
        {
            a = (2 * Uniform()) - 1;
            b = (2 * Uniform()) - 1;
            square = (a * a) + (b * b);
        }
        while (square is >= 1 or 0);
        double scale = Math.Sqrt(-2 * Math.Log(square) / square);
        spare = b * scale;
        hasSpare = true;
        return a * scale;
    }

    private ulong Next()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
