using Library;
using WestRpc;

namespace Plugin;

/// <summary>What the host calls; the host knows nothing of WestRpc, and can't be a worker.</summary>
public static partial class Entry
{
    public static async Task RunAsync()
    {
        var options = new WorkManagerOptions { WorkerCount = 2, TaskAssembly = typeof(Entry).Assembly.Location };
        await using IWorkManager work = await WorkManager.StartAsync("processes", options);
        Square[] squares = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Squares.OfTask.SubmitAsync(work, new Number(i))));
        Console.WriteLine(string.Join(' ', squares.Select(s => s.Value)));
        Console.WriteLine(await ProgramTask.SubmitAsync(work));
    }

    [WorkTask]
    private static string Program() => Path.GetFileName(Environment.GetCommandLineArgs()[0]);
}
