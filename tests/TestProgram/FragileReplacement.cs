using WestRpc;

namespace TestProgram;

/// <summary>
/// One worker dies and its replacements can't start for a while, more often than would end a run that has no worker at
/// all; another works on meanwhile.
/// </summary>
internal static partial class FragileReplacement
{
    private const int Failures = 6;

    /// <summary>Whether this is a child that must not start: while there is such a file.</summary>
    public static bool EndsHere(string file) => Environment.GetEnvironmentVariable("WM_PROCESS_ID") is not null && File.Exists(file);

    public static async Task RunAsync(WorkRun run, string file)
    {
        using var lines = new RunLines(run);
        Task<int> patient = WaitForEndOfTask.SubmitAsync(run.Work, file);
        Task fatal = BreakTask.SubmitAsync(run.Work, file, new WorkOptions { MaxAttempts = 1 });
        await Task.WhenAny(fatal);
        for (int i = 0; i < Failures; i++)
            await lines.WithAsync("A worker that was being started ended");
        File.Delete(file);
        Console.WriteLine($"patient {await patient}, fatal {fatal.Exception!.InnerException!.GetType().Name}");
        await EndTask.SubmitAsync(run.Work);
        Console.WriteLine("replaced");
    }

    /// <summary>Returns when the file has come and gone.</summary>
    [WorkTask]
    private static async Task<int> WaitForEndOfAsync(string file)
    {
        foreach (bool there in (bool[])[true, false])
        {
            while (File.Exists(file) != there)
                await Task.Delay(10);
        }

        return 5;
    }

    [WorkTask]
    private static void Break(string file)
    {
        File.WriteAllText(file, "");
        Environment.Exit(3);
    }

    [WorkTask]
    private static void End()
    {
    }
}
