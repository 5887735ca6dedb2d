using WestRpc;

namespace TestProgram;

/// <summary>Tasks that run until a file is there, and say how often they were begun.</summary>
internal static partial class Held
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(WorkRun run, string file, int count)
    {
        int[] attempts = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => HoldAsync(run.Work, file)));
        Console.WriteLine($"attempts {string.Join(' ', attempts)}");
    }

    private static async Task<int> HoldAsync(IWorkManager work, string file)
    {
        try
        {
            return await HoldTask.SubmitAsync(work, file);
        }
        catch (WorkManagerStoppedException)
        {
            Console.WriteLine("not begun");
            return 0;
        }
    }

    [WorkTask]
    private static async Task<int> HoldAsync(string file, WorkContext context)
    {
        Console.WriteLine($"running {Environment.ProcessId}");
        while (!File.Exists(file))
            await Task.Delay(Look, context.CancellationToken);
        return context.Attempt;
    }
}
