using System.Globalization;
using MonteCarlo;
using WestRpc;

return await WorkApplication.RunAsync(args, async run =>
{
    Throws[] all = await Task.WhenAll(
        Enumerable.Range(0, 20).Select(seed => Dartboard.ThrowTask.SubmitAsync(run.Work, seed, 100_000)));
    double pi = 4.0 * all.Sum(static t => t.Hits) / all.Sum(static t => t.Darts);
    Console.WriteLine($"pi is about {pi.ToString("F3", CultureInfo.InvariantCulture)}");
});
