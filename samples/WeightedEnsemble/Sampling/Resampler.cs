using WeightedEnsemble.Model;

namespace WeightedEnsemble.Sampling;

/// <summary>
/// Splits and merges the walkers of each bin (Huber and Kim, Biophys. J. 70, 97 (1996), in WESTPA's order): heavy ones
/// are split, light ones are merged, then the count is made right. No weight is made up or renormalized; of merged
/// walkers one goes on, chosen with a probability in proportion to its weight.
/// </summary>
internal class Resampler
{
    // A walker above twice its bin's ideal weight is split; walkers that together are below it are merged.
    private const double SplitThreshold = 2;

    // Smaller weights lose digits when they are divided, and in the end are 0.
    private const double LeastWeight = 1e-300;

    // Places of the random streams of bins: segments count up from 0, bins down from −1.
    private const int FirstBinStream = -1;

    /// <summary>The walkers of the next iteration, in order of their bins.</summary>
    public List<Walker> Resample(IReadOnlyList<Walker> walkers, Bins bins, ulong seed, int iteration)
    {
        var occupied = new List<Walker>?[bins.Count];
        foreach (Walker walker in walkers)
            (occupied[bins.Of(walker.Position)] ??= []).Add(walker);

        var next = new List<Walker>(walkers.Count);
        for (int i = 0; i < occupied.Length; i++)
        {
            if (occupied[i] is not { } bin)
                continue;
            var random = new RandomStream(seed, iteration, FirstBinStream - i);
            ResampleBin(bin, bins.Walkers, ref random);
            next.AddRange(bin);
        }

        return next;
    }

    /// <summary>
    /// Gives one bin <paramref name="count"/> walkers; the sum of their weights stays as it is. A bin with next to no weight
    /// may keep fewer.
    /// </summary>
    public void ResampleBin(List<Walker> bin, int count, ref RandomStream random)
    {
        double ideal = 0;
        foreach (Walker walker in bin)
            ideal += walker.Weight;
        ideal /= count;
        bool divisible = ideal >= LeastWeight;
        if (divisible)
            SplitHeavy(bin, ideal);
        Sort(bin);
        MergeLight(bin, ideal, ref random);
        while (bin.Count > count)
            Merge(bin, 2, ref random);
        while (bin.Count < count && divisible)
            SplitHeaviest(bin);
    }

    private static void SplitHeavy(List<Walker> bin, double ideal)
    {
        int original = bin.Count;
        for (int i = 0; i < original; i++)
        {
            Walker walker = bin[i];
            if (walker.Weight <= SplitThreshold * ideal)
                continue;
            int copies = (int)Math.Ceiling(walker.Weight / ideal);
            bin[i] = walker with { Weight = walker.Weight / copies };
            for (int copy = 1; copy < copies; copy++)
                bin.Add(bin[i]);
        }
    }

    private void MergeLight(List<Walker> bin, double ideal, ref RandomStream random)
    {
        while (true)
        {
            int light = 0;
            for (double sum = 0; light < bin.Count && sum + bin[light].Weight <= ideal; light++)
                sum += bin[light].Weight;
            if (light < 2)
                return;
            Merge(bin, light, ref random);
        }
    }

    /// <summary>Which of the lightest walkers, whose weights have that sum, goes on for all of them.</summary>
    protected virtual int Survivor(IReadOnlyList<Walker> bin, int lightest, double sum, ref RandomStream random)
    {
        double pick = random.Uniform() * sum;
        int survivor = 0;
        while (survivor < lightest - 1 && pick >= bin[survivor].Weight)
            pick -= bin[survivor++].Weight;
        return survivor;
    }

    /// <summary>Merges the lightest walkers into one of them.</summary>
    private void Merge(List<Walker> bin, int lightest, ref RandomStream random)
    {
        double sum = 0;
        for (int i = 0; i < lightest; i++)
            sum += bin[i].Weight;
        Walker merged = bin[Survivor(bin, lightest, sum, ref random)] with { Weight = sum };
        bin.RemoveRange(0, lightest);
        Insert(bin, merged);
    }

    private static void SplitHeaviest(List<Walker> bin)
    {
        Walker half = bin[^1] with { Weight = bin[^1].Weight / 2 };
        bin.RemoveAt(bin.Count - 1);
        Insert(bin, half);
        Insert(bin, half);
    }

    /// <summary>By weight; equal ones keep the order in which they came, so that every run does the same.</summary>
    private static void Sort(List<Walker> bin)
    {
        Walker[] sorted = [.. bin.OrderBy(static w => w.Weight)];
        bin.Clear();
        bin.AddRange(sorted);
    }

    private static void Insert(List<Walker> bin, Walker walker)
    {
        int at = bin.Count;
        while (at > 0 && bin[at - 1].Weight > walker.Weight)
            at--;
        bin.Insert(at, walker);
    }
}
