using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeightedEnsemble.Model;
using WeightedEnsemble.Sampling;
using WestRpc;

namespace ExternalSegments;

/// <summary>The double well of the main sample, its segments propagated by a script that starts a program.</summary>
internal sealed class Simulation(RunOptions options, IWorkManager work)
{
    public const string Script = "runseg.sh";
    public const string BasisState = "bstates/start";

    private static readonly SimulationInput Input = new(
        new Potential(PotentialKind.DoubleWell, Barrier: 8), Diffusion: 1, TimeStep: 0.0002, StepsPerSegment: 50,
        BinBoundaries: [.. Enumerable.Range(0, 31).Select(static i => -2 + (0.1 * i))], WalkersPerBin: 20, Source: -1, new Target(Above: 1),
        Iterations: 0, Discard: 0);

    private readonly string root = Path.GetFullPath(options.Out);
    private readonly Resampler resampler = new();
    private List<Walker> walkers = new Resampler().Resample([new Walker(Input.Source, 1, -1)], Input.Bins, options.Seed, iteration: 0);

    /// <summary>Segments that were propagated so far.</summary>
    public int Segments { get; private set; }

    /// <summary>Those of them that were not at the first attempt.</summary>
    public int Repeated { get; private set; }

    /// <summary>The folder as WESTPA's projects have it: the script, the program, and the state in which trajectories begin.</summary>
    /// <exception cref="WorkConfigurationException">There is no C compiler, or nothing can be written.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        string engine = Path.Combine(AppContext.BaseDirectory, "Engine");
        try
        {
            foreach (string old in (string[])["traj_segs", "bstates"])
            {
                if (Directory.Exists(Path.Combine(root, old)))
                    Directory.Delete(Path.Combine(root, old), recursive: true);
            }

            Directory.CreateDirectory(Path.Combine(root, BasisState));
            File.Copy(Path.Combine(engine, Script), Path.Combine(root, Script), overwrite: true);
            await File.WriteAllTextAsync(
                Path.Combine(root, BasisState, "seg.rst"), Input.Source.ToString(CultureInfo.InvariantCulture), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WorkConfigurationException($"--out is '{options.Out}', where nothing can be written ({e.Message.TrimEnd('.')}).");
        }

        new ExternalProgram("cc").Check();
        new ExternalProgram(Path.Combine(root, Script)).Check();
        using Process compiler = Process.Start("cc", ["-O2", "-o", Path.Combine(root, "engine"), Path.Combine(engine, "engine.c"), "-lm"]);
        await compiler.WaitForExitAsync(cancellation);
        if (compiler.ExitCode != 0)
            throw new WorkConfigurationException("The engine can't be compiled; cc has said why.");
    }

    /// <summary>Runs one iteration; the result is a line for it, the same on every work manager.</summary>
    public async Task<string> RunIterationAsync(int iteration, CancellationToken cancellation)
    {
        Propagated[] ends = await Task.WhenAll(work.SubmitManyAsync(walkers.Select((w, i) => new Propagator.PropagateTask(new Segment(
            root, iteration, i, w.Parent >= 0 ? w.Parent : null, options.Seed, options.Limit, options.Faults))), cancellationToken: cancellation));
        double flux = 0;
        var arrived = new List<Walker>(walkers.Count);
        for (int i = 0; i < ends.Length; i++)
        {
            double end = ends[i].Coordinate[^1];
            bool recycled = Input.Target.Contains(end);
            flux += recycled ? walkers[i].Weight : 0;
            arrived.Add(recycled ? new Walker(Input.Source, walkers[i].Weight, -1 - i) : new Walker(end, walkers[i].Weight, i));
        }

        Segments += ends.Length;
        Repeated += ends.Count(static e => e.Attempt > 1);
        string line = string.Create(
            CultureInfo.InvariantCulture, $"{iteration,4} {ends.Length,5} segments  furthest {arrived.Max(static w => w.Position),8:F4}  flux {flux:E3}  {Hash(ends)}");
        walkers = resampler.Resample(arrived, Input.Bins, options.Seed, iteration);
        return line;
    }

    /// <summary>Of all weights and progress coordinates.</summary>
    private string Hash(Propagated[] ends)
    {
        var text = new StringBuilder();
        for (int i = 0; i < ends.Length; i++)
            text.AppendLine(CultureInfo.InvariantCulture, $"{walkers[i].Weight:R} {string.Join(' ', ends[i].Coordinate.Select(static x => x.ToString("R", CultureInfo.InvariantCulture)))}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())))[..16];
    }
}
