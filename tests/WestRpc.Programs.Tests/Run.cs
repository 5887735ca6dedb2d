namespace WestRpc.Programs.Tests;

/// <summary>A run as a user starts it, to be interrupted or killed: programs that tasks run on each worker.</summary>
internal static class Run
{
    public const string Argument = "run";

    public static Task<int> RunAsync(string[] args) => WorkApplication.RunAsync(args, static async run =>
    {
        string script = run.Arguments[0];
        string folder = run.Arguments[1];
        await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(i => Work.RunTask.SubmitAsync(
            run.Work, new Call(script, Path.Combine(folder, $"{i}")) { Directory = folder, Grace = 0.2 },
            new WorkOptions { MaxAttempts = 1 }, run.Cancellation)));
    },
    static managers => managers.AddZeroMQ());
}
