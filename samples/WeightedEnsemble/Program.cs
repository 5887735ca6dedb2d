using System.Diagnostics;
using WeightedEnsemble;
using WeightedEnsemble.Analysis;
using WeightedEnsemble.Model;
using WeightedEnsemble.Output;
using WeightedEnsemble.Sampling;
using WestRpc;

return await WorkApplication.RunAsync(args, async run =>
{
    if (CommandLine.Read(run.Arguments, run.Help) is not { } options)
        return 0;
    SimulationInput input = InputFile.Read(options.Input);
    ExactRate exact = ExactRate.Of(input, options.Input);
    int iterations = options.Iterations ?? input.Iterations;
    OutputDirectory directory = OutputDirectory.Create(options.Out);
    ulong[] seeds = [.. Enumerable.Range(0, options.Replicas).Select(i => options.Seed + (ulong)i)];
    string Name(string name, ulong seed) => seeds.Length == 1 ? name : OutputDirectory.Of(name, seed);

    using var set = new ReplicaSet([.. seeds.Select(seed => new Replica(
        input, seed, options.SegmentsPerTask, run.Work,
        options.Segments ? new SegmentLog(directory.Log(Name(OutputDirectory.Segments, seed))) : null))]);
    IReadOnlyList<Replica> replicas = set.Replicas;
    string Done() => replicas.Count == 1
        ? $"after iteration {replicas[0].Records.Count} of {iterations}"
        : $"after {replicas.Sum(static r => (long)r.Records.Count)} of {(long)iterations * replicas.Count} iterations of {replicas.Count} replicas";
    long started = Stopwatch.GetTimestamp();
    try
    {
        await ProgressDisplay.RunAsync(
            (long)iterations * replicas.Count, run.Output, report => set.RunAsync(iterations, report, run.Cancellation));
    }
    catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
    {
        Console.Error.WriteLine($"stopped {Done()}; nothing was written");
        throw;
    }
    catch (WorkManagerStoppedException)
    {
        Console.Error.WriteLine($"drained {Done()}; nothing was written");
        return 1;
    }
    catch (WorkTaskException e) when (e.RemoteType == typeof(TrajectoryException).FullName)
    {
        // The input is at fault: where in the code that came to light is of no interest.
        Console.Error.WriteLine($"--input {options.Input}: {e.RemoteMessage} Nothing was written.");
        return 1;
    }

    TimeSpan time = Stopwatch.GetElapsedTime(started);
    foreach (Replica replica in replicas)
        directory.Write(Name(OutputDirectory.Results, replica.Seed), path => ResultsFile.Write(path, options.Input, replica.Seed, replica.Records));

    var summary = new Summary(replicas, run.Work, time);
    var analysis = new ReplicaAnalysis(input, replicas, exact);
    summary.Print(analysis, input.Discard);

    if (replicas.Count > 1)
        directory.Write(OutputDirectory.Replicas, path => ReplicasFile.Write(path, options.Input, analysis));
    foreach (Replica replica in replicas.Where(static r => r.Log is not null))
        directory.Write(Name(OutputDirectory.Segments, replica.Seed), path => SegmentsFile.Write(path, options.Input, input, replica));
    directory.Write(OutputDirectory.Timings, summary.WriteTimings);
    directory.Write(OutputDirectory.Picture, new RatePlot(input, replicas, analysis).Save);
    string All(string name) => seeds.Length == 1 ? name : $"{Name(name, seeds[0])} to {Name(name, seeds[^1])}";
    string[] written =
    [
        .. replicas.Count > 1 ? (string[])[OutputDirectory.Replicas] : [], All(OutputDirectory.Results),
        .. options.Segments ? (string[])[All(OutputDirectory.Segments)] : [], OutputDirectory.Timings, OutputDirectory.Picture,
    ];
    Console.WriteLine($"{"written",-13} {directory.FullName}{Path.DirectorySeparatorChar}{string.Join(", ", written)}");
    return 0;
},
static managers => managers.AddMpi().AddZeroMQ());
