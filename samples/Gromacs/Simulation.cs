using System.Globalization;
using WeightedEnsemble.Model;
using WeightedEnsemble.Sampling;
using WestRpc;

namespace Gromacs;

/// <summary>A segment as it came back.</summary>
/// <param name="Iteration">From 1.</param>
/// <param name="Id">Its number in the iteration, from 0.</param>
/// <param name="Walker">What it was of: its weight, and the segment it goes on from.</param>
/// <param name="Distances">Of the ions in nm, evenly spaced in time, with both ends.</param>
internal sealed record SegmentRecord(int Iteration, int Id, Walker Walker, double[] Distances)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Iteration} {Id} {Math.Max(Walker.Parent, -1)} {Walker.Weight:R} {string.Join(' ', Distances)}");
}

/// <summary>Na⁺ and Cl⁻ on their way to each other: who has met begins anew at the source.</summary>
internal sealed class Simulation(RunOptions options, IWorkManager work)
{
    public const string Engine = "engine";
    public const string BasisState = "bstates/start";

    public const double TimeStep = 0.002; // ps, as segment.mdp has it
    public const int Frames = 10; // of each segment, beside its start

    private readonly string root = Path.GetFullPath(options.Out);
    private readonly Bins bins = new([0, 0.26, 0.28, 0.3, 0.32, 0.34, 0.36, 0.38, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2], options.Walkers);
    private readonly Resampler resampler = new();
    private readonly List<SegmentRecord> segments = [];
    private List<Walker> walkers = [];

    /// <summary>Has a line for each segment of the iterations that are complete.</summary>
    public string SegmentsFile { get; } = Path.Combine(options.Out, "segments.txt");

    /// <summary>The ions are in contact.</summary>
    public static Target Target { get; } = new(Below: 0.26);

    /// <summary>The folder as WESTPA's projects have it: scripts, topology, and the state in which trajectories begin.</summary>
    /// <exception cref="WorkConfigurationException">GROMACS is not there or can't run here, or the folder is not for a new run.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(Path.Combine(root, "traj_segs")))
            throw new WorkConfigurationException($"--out is '{options.Out}', where a run before has left its segments; remove it, or name another.");
        CheckGromacs();
        try
        {
            WriteEngine();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkConfigurationException($"--out is '{options.Out}', where nothing can be written ({e.Message.TrimEnd('.')}).");
        }

        try
        {
            await Propagator.PrepareTask.SubmitAsync(work, root, options.Distance, options.Box, cancellationToken: cancellation);
        }
        catch (WorkTaskException e) when (e.InnerException is ProgramFailedException failure)
        {
            throw new WorkConfigurationException($"GROMACS can't make the start structure on {failure.Host}. {FatalError.Find(failure.LastLines) ?? failure.Message}");
        }

        walkers = resampler.Resample([new Walker(options.Distance, 1, -1)], bins, options.Seed, iteration: 0);
        File.WriteAllLines(SegmentsFile, ["# iteration, segment, parent (-1: the source), weight, distance in nm from start to end"]);
    }

    /// <summary>
    /// Runs one iteration; the result is a line for it, the same on every work manager where segments have as many threads:
    /// mdrun sums forces in another order with more.
    /// </summary>
    public async Task<string> RunIterationAsync(int iteration, CancellationToken cancellation)
    {
        double[][] distances = await Task.WhenAll(work.SubmitManyAsync(
            walkers.Select((w, i) => new Propagator.PropagateTask(new Segment(root, iteration, i, w.Parent >= 0 ? w.Parent : null, options.Seed, options.Limit))),
            cancellationToken: cancellation));
        double flux = 0;
        var arrived = new List<Walker>(walkers.Count);
        for (int i = 0; i < distances.Length; i++)
        {
            segments.Add(new SegmentRecord(iteration, i, walkers[i], distances[i]));
            double end = distances[i][^1];
            bool met = Target.Contains(end);
            flux += met ? walkers[i].Weight : 0;
            arrived.Add(met ? new Walker(options.Distance, walkers[i].Weight, -1 - i) : new Walker(end, walkers[i].Weight, i));
        }

        File.AppendAllLines(SegmentsFile, segments.Skip(segments.Count - distances.Length).Select(static s => s.ToString()));
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{iteration,4} {distances.Length,5} segments  closest {distances.Min(static d => d[^1]):F3} nm  flux {flux / options.Picoseconds:E3} /ps");
        walkers = resampler.Resample(arrived, bins, options.Seed, iteration);
        return line;
    }

    /// <summary>The progress coordinate over time; the result is the file's path.</summary>
    public string SavePicture()
    {
        string path = Path.Combine(options.Out, "distance.png");
        new DistancePlot(segments, bins, options).Save(path);
        return path;
    }

    private void WriteEngine()
    {
        string target = Path.Combine(root, Engine);
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Engine")))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        int frame = (int)Math.Round(options.Picoseconds / TimeStep / Frames);
        string segment = File.ReadAllText(Path.Combine(target, "segment.mdp"))
            .Replace("STEPS", $"{Frames * frame}", StringComparison.Ordinal)
            .Replace("FRAME", $"{frame}", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(root, "segment.mdp"), segment);
    }

    private static void CheckGromacs()
    {
        try
        {
            new ExternalProgram("gmx").Check();
        }
        catch (WorkConfigurationException e)
        {
            throw new WorkConfigurationException($"{e.Message} On Debian: apt-get install gromacs.");
        }
    }
}
