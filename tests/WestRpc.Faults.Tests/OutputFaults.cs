namespace WestRpc.Faults.Tests;

/// <summary>Nowhere to print to.</summary>
internal static class OutputFaults
{
    /// <summary>Printing into a pipe whose reader is gone, as <c>program | head -1</c> does.</summary>
    public static async Task<string> UnreadAsync(FaultRun run)
    {
        RunningProgram program = run.StartBehind(["sh", "-c", "mkfifo \"$0\"; true <\"$0\" & exec \"$@\" >\"$0\"", Path.Combine(run.Folder, "pipe")], "squares", "200");
        return $"exit code {await program.ExitAsync()}";
    }

    public static Task<string> ClosedAsync(FaultRun run) => PrintAsync(run, ">&-");

    public static Task<string> FullAsync(FaultRun run) => PrintAsync(run, ">/dev/full");

    private static async Task<string> PrintAsync(FaultRun run, string redirection)
    {
        RunningProgram program = run.StartBehind(["sh", "-c", $"exec \"$0\" \"$@\" {redirection}"], "print");
        return $"exit code {await program.ExitAsync()}";
    }
}
