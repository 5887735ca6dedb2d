namespace WestRpc.Faults.Tests;

/// <summary>Faults of clients, from outside.</summary>
internal static class NodeFaults
{
    private const string Tasks = "600";

    // Three heartbeats.
    private static readonly TimeSpan LongerThanLimit = TimeSpan.FromSeconds(3);

    /// <summary>Of two, each with a worker: the other does the rest.</summary>
    public static async Task<string> KillAsync(FaultRun run)
    {
        (RunningProgram server, RunningProgram first, _) = await StartTwoAsync(run);
        int[] family = ProcessTable.FamilyOf(first);
        first.Kill();
        string result = await server.LineAsync("result: ");
        return family.Any(ProcessTable.Lives) ? $"{result}, workers live on" : result;
    }

    /// <summary>The only one, and another comes in its place.</summary>
    public static async Task<string> ReplaceAsync(FaultRun run)
    {
        RunningProgram server = run.Start("squares", Tasks);
        await server.LineAsync("done ");
        run.Remember(server);
        run.ClientsOf(server)[0].Kill();
        run.StartClient(server, [], workers: 1);
        return await server.LineAsync("result: ");
    }

    /// <summary>What it did meanwhile is done by the other; when it goes on it finds that nobody knows it any more.</summary>
    public static async Task<string> StopAsync(FaultRun run)
    {
        (RunningProgram server, RunningProgram first, _) = await StartTwoAsync(run);
        Assert.True(ProcessTable.Signal(first.Id, ProcessTable.SigStop));
        string result = await server.LineAsync("result: ");
        await Task.Delay(LongerThanLimit, TestContext.Current.CancellationToken);
        Assert.True(ProcessTable.Signal(first.Id, ProcessTable.SigCont));
        return $"{result}, server {await server.ExitAsync()}, client {await first.ExitAsync()}";
    }

    private static async Task<(RunningProgram Server, RunningProgram First, RunningProgram Second)> StartTwoAsync(FaultRun run)
    {
        RunningProgram server = run.StartServer([], workers: 2, "squares", Tasks);
        RunningProgram first = run.StartClient(server, [], workers: 1);
        RunningProgram second = run.StartClient(server, [], workers: 1);
        await server.LineAsync("done ");
        run.Remember(server);
        return (server, first, second);
    }
}
