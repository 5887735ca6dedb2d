using ExternalSegments;
using WestRpc;

return await WorkApplication.RunAsync(args, static async run =>
{
    if (RunOptions.Read(run.Arguments, run.Help) is not { } options)
        return 0;
    var simulation = new Simulation(options, run.Work);
    await simulation.PrepareAsync(run.Cancellation);
    for (int iteration = 1; simulation.Segments < options.Segments; iteration++)
        Console.WriteLine(await simulation.RunIterationAsync(iteration, run.Cancellation));
    Console.WriteLine($"{simulation.Segments:N0} segments, {simulation.Repeated} of them not at the first attempt");
    return 0;
},
static managers => managers.AddMpi().AddZeroMQ());
