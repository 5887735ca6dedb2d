using WestRpc;

namespace MonteCarlo;

/// <summary>A task in a class library: any program that refers to the library can submit it.</summary>
public static partial class Dartboard
{
    /// <summary>Throws darts at a square and counts those that hit the circle in it.</summary>
    /// <param name="seed">Where the sequence of random numbers begins.</param>
    /// <param name="darts">How many.</param>
    [WorkTask]
    private static Throws Throw(int seed, int darts)
    {
        var random = new Random(seed);
        int hits = 0;
        for (int i = 0; i < darts; i++)
        {
            double x = random.NextDouble();
            double y = random.NextDouble();
            if (x * x + y * y < 1)
                hits++;
        }

        return new Throws(darts, hits);
    }
}

/// <summary>Darts that were thrown, and how many of them hit.</summary>
public sealed record Throws(int Darts, int Hits);
