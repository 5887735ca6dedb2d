using WestRpc;

return await WorkApplication.RunAsync(args, async run =>
{
    string[] greetings = await Task.WhenAll(
        Enumerable.Range(1, 5).Select(i => Greeter.GreetTask.SubmitAsync(run.Work, "segment", i)));
    foreach (string greeting in greetings)
        Console.WriteLine(greeting);
},
managers => managers.AddMpi().AddZeroMQ());

internal static partial class Greeter
{
    [WorkTask]
    private static string Greet(string name, int number, WorkContext context) =>
        $"Hello from {name} {number}, run by worker {context.WorkerIndex} in process {Environment.ProcessId}";
}
