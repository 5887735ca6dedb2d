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

    var simulation = new Simulation(input, options.Seed, options.SegmentsPerTask, run.Work);
    var records = new List<IterationRecord>();
    long started = Stopwatch.GetTimestamp();
    try
    {
        await ProgressDisplay.RunAsync(iterations, run.Output, async report =>
        {
            for (int i = 1; i <= iterations; i++)
            {
                records.Add(await simulation.RunIterationAsync(i, run.Cancellation));
                report(i);
            }
        });
    }
    catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
    {
        Console.Error.WriteLine($"stopped after iteration {records.Count} of {iterations}; nothing was written");
        throw;
    }
    catch (WorkManagerStoppedException)
    {
        Console.Error.WriteLine($"drained after iteration {records.Count} of {iterations}; nothing was written");
        return 1;
    }
    catch (WorkTaskException e) when (e.RemoteType == typeof(TrajectoryException).FullName)
    {
        // The input is at fault: where in the code that came to light is of no interest.
        Console.Error.WriteLine($"--input {options.Input}: {e.RemoteMessage} Nothing was written.");
        return 1;
    }

    TimeSpan time = Stopwatch.GetElapsedTime(started);
    directory.Write(OutputDirectory.Results, path => ResultsFile.Write(path, options.Input, options.Seed, records));

    var summary = new Summary(simulation, run.Work, records, time);
    double[] fluxes = [.. records.Skip(input.Discard).Select(static r => r.Flux)];
    RateEstimate? rate = RateEstimate.From(fluxes, options.Seed);
    summary.Print(rate, exact, input.Discard);

    directory.Write(OutputDirectory.Timings, summary.WriteTimings);
    directory.Write(OutputDirectory.Picture, new RatePlot(input, records, rate, exact).Save);
    Console.WriteLine($"{"written",-13} {directory.FullName}{Path.DirectorySeparatorChar}{OutputDirectory.Results}, {OutputDirectory.Timings}, {OutputDirectory.Picture}");
    return 0;
},
static managers => managers.AddMpi().AddZeroMQ());
