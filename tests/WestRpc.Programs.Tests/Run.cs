using System.Globalization;

namespace WestRpc.Programs.Tests;

/// <summary>
/// A run as a user starts it, to be interrupted or killed: a script on each worker, in a scratch directory, with the worker's
/// number and the settings' grace and attempts.
/// </summary>
internal static class Run
{
    public const string Argument = "run";

    public static Task<int> RunAsync(string[] args) => WorkApplication.RunAsync(args, static async run =>
    {
        (string script, string grace, string attempts) = (run.Arguments[0], run.Arguments[1], run.Arguments[2]);
        await Task.WhenAll(Enumerable.Range(0, run.Work.WorkerCount).Select(i => Work.RunInScratchTask.SubmitAsync(
            run.Work, new Call(script, Path.Combine(Path.GetDirectoryName(script)!, $"{i}")) { Grace = Number(grace) }, "scratch", false,
            new WorkOptions { MaxAttempts = (int)Number(attempts) }, run.Cancellation)));
    },
    static managers => managers.AddZeroMQ());

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
