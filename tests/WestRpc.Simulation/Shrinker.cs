namespace WestRpc.Simulation;

/// <summary>Leaves out of a failing schedule what it fails without: halves first, then quarters, down to single steps.</summary>
internal static class Shrinker
{
    private const int MostRuns = 2_000;

    public static Scenario Shrink(Scenario failing, Func<Scenario, bool>? fails = null)
    {
        int runs = 0;
        for (int size = Math.Max(1, failing.Steps.Count / 2); ; size = Math.Max(1, size / 2))
        {
            bool any = false;
            for (int at = 0; at < failing.Steps.Count && runs < MostRuns;)
            {
                Scenario smaller = failing with { Steps = [.. failing.Steps.Take(at), .. failing.Steps.Skip(at + size)] };
                runs++;
                if ((fails ?? Fails)(smaller))
                {
                    failing = smaller;
                    any = true;
                }
                else
                {
                    at += size;
                }
            }

            if ((size == 1 && !any) || runs >= MostRuns)
                return failing;
        }
    }

    // Any failure will do: it is one to look at.
    private static bool Fails(Scenario scenario) => Simulation.Run(scenario, new Coverage()).Failure is not null;
}
