using Library;
using WestRpc;

return await WorkApplication.RunAsync(args, async run =>
{
    Square[] squares = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Squares.OfTask.SubmitAsync(run.Work, new Number(i))));
    Console.WriteLine(string.Join(' ', squares.Select(s => s.Value)));
    Console.WriteLine(squares.Any(s => s.ProcessId == Environment.ProcessId) ? "in the master" : "in children");
});
