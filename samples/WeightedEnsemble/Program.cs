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
        return;
    SimulationInput input = InputFile.Read(options.Input);
    ExactRate exact = ExactRate.Of(input, options.Input);
    int iterations = options.Iterations ?? input.Iterations;
    string directory = OutputDirectory.Create(options.Out);

    var simulation = new Simulation(input, options.Seed, options.SegmentsPerTask, run.Work);
    var records = new List<IterationRecord>(iterations);
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

    TimeSpan time = Stopwatch.GetElapsedTime(started);
    ResultsFile.Write(Path.Combine(directory, "results.json"), options.Input, options.Seed, records);

    var summary = new Summary(simulation, run.Work, records, time);
    double[] fluxes = [.. records.Skip(input.Discard).Select(static r => r.Flux)];
    RateEstimate? rate = RateEstimate.From(fluxes, options.Seed);
    summary.Print(rate, exact, input.Discard);

    summary.WriteTimings(Path.Combine(directory, "timings.json"));
    new RatePlot(input, records, rate, exact).Save(Path.Combine(directory, "rate.png"));
    Console.WriteLine($"{"written",-13} {directory}{Path.DirectorySeparatorChar}results.json, timings.json, rate.png");
});
