using Gromacs;
using WestRpc;

return await WorkApplication.RunAsync(args, static async run =>
{
    if (RunOptions.Read(run.Arguments, run.Help) is not { } options)
        return 0;
    var simulation = new Simulation(options, run.Work);
    await simulation.PrepareAsync(run.Cancellation);
    for (int iteration = 1; iteration <= options.Iterations; iteration++)
        Console.WriteLine(await simulation.RunIterationAsync(iteration, run.Cancellation));
    Console.WriteLine($"Each segment is in {simulation.SegmentsFile}, a picture of all of them in {simulation.SavePicture()}");
    return 0;
},
static managers => managers.AddMpi().AddZeroMQ());
