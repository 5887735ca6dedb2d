using System.Buffers.Binary;
using System.Security.Cryptography;
using WeightedEnsemble.Model;
using WestRpc;

namespace WeightedEnsemble.Sampling;

/// <summary>
/// The loop of a weighted-ensemble simulation: propagate all walkers, take the flux into the target, put what arrived
/// back to the source, resample.
/// </summary>
internal sealed class Simulation(SimulationInput input, ulong seed, int segmentsPerTask, IWorkManager work, Resampler resampler)
{
    private readonly Dynamics dynamics = Dynamics.Of(input);
    private List<Walker> walkers = resampler.Resample([new Walker(input.Source, 1, -1)], input.Bins, seed, iteration: 0);

    /// <summary>Tasks that were submitted so far.</summary>
    public long Tasks { get; private set; }

    /// <summary>Segments that were propagated so far.</summary>
    public long Segments { get; private set; }

    /// <summary>Seconds that workers spent inside tasks so far.</summary>
    public double TaskSeconds { get; private set; }

    /// <summary>Runs one iteration; they count from 1.</summary>
    /// <param name="iteration">Its number.</param>
    /// <param name="log">Takes its segments; null for nobody.</param>
    /// <param name="cancellation">Cancels what runs.</param>
    public async Task<IterationRecord> RunIterationAsync(int iteration, SegmentLog? log, CancellationToken cancellation)
    {
        double[] ends = await PropagateAsync(iteration, cancellation);
        (double[] binWeights, int[] binCounts) = BinStarts();
        double flux = 0;
        double total = 0;
        var arrived = new List<Walker>(walkers.Count);
        for (int i = 0; i < walkers.Count; i++)
        {
            double weight = walkers[i].Weight;
            total += weight;
            bool recycled = input.Target.Contains(ends[i]);
            if (recycled)
                flux += weight;
            arrived.Add(recycled ? new Walker(input.Source, weight, -1 - i) : new Walker(ends[i], weight, i));
        }

        log?.Append(iteration, walkers, ends);
        var record = new IterationRecord(iteration, walkers.Count, binWeights, binCounts, flux, total, Hash(ends));
        walkers = resampler.Resample(arrived, input.Bins, seed, iteration);
        return record;
    }

    private async Task<double[]> PropagateAsync(int iteration, CancellationToken cancellation)
    {
        int count = (walkers.Count + segmentsPerTask - 1) / segmentsPerTask;
        var calls = new Propagator.PropagateTask[count];
        for (int i = 0; i < count; i++)
        {
            int first = i * segmentsPerTask;
            double[] starts = new double[Math.Min(segmentsPerTask, walkers.Count - first)];
            for (int j = 0; j < starts.Length; j++)
                starts[j] = walkers[first + j].Position;
            calls[i] = new Propagator.PropagateTask(dynamics, seed, iteration, first, starts);
        }

        PropagatedBlock[] blocks = await Task.WhenAll(work.SubmitManyAsync(calls, cancellationToken: cancellation));
        double[] ends = new double[walkers.Count];
        int at = 0;
        foreach (PropagatedBlock block in blocks)
        {
            block.Ends.CopyTo(ends, at);
            at += block.Ends.Length;
            TaskSeconds += block.Seconds;
        }

        Tasks += count;
        Segments += walkers.Count;
        return ends;
    }

    private (double[] Weights, int[] Counts) BinStarts()
    {
        double[] weights = new double[input.BinCount];
        int[] counts = new int[input.BinCount];
        foreach (Walker walker in walkers)
        {
            int bin = input.BinOf(walker.Position);
            weights[bin] += walker.Weight;
            counts[bin]++;
        }

        return (weights, counts);
    }

    /// <summary>SHA-256 over parent (4 bytes), weight and end point (8 bytes each, little-endian) of each segment.</summary>
    private string Hash(double[] ends)
    {
        byte[] bytes = new byte[20 * walkers.Count];
        for (int i = 0; i < walkers.Count; i++)
        {
            Span<byte> segment = bytes.AsSpan(20 * i, 20);
            BinaryPrimitives.WriteInt32LittleEndian(segment, walkers[i].Parent);
            BinaryPrimitives.WriteDoubleLittleEndian(segment[4..], walkers[i].Weight);
            BinaryPrimitives.WriteDoubleLittleEndian(segment[12..], ends[i]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
