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

    /// <summary>None left on the server when another client comes, and later again; the first works on.</summary>
    public static async Task<string> AcceptAsync(FaultRun run)
    {
        RunningProgram server = run.StartServer(["prlimit", "--nofile=300:300"], workers: 1, "newcomer");
        run.StartClient(server, [], workers: 1);
        string result = await server.LineAsync("result: ");
        Assert.Equal("exhausted", await server.NextLineAsync());
        RunningProgram newcomer = run.StartClient(server, [], workers: 1);
        await newcomer.ErrorLineAsync("Nobody answers at ");
        server.TypeLine("");
        (int code, string output, _) = await server.EndAsync();
        string[] lines = [.. output.Split('\n').Where(static l => !l.StartsWith("done ", StringComparison.Ordinal))];
        return $"result: {result}\nexhausted\n{string.Join('\n', lines)}\nexit code {code}";
    }

    /// <summary>None left when a worker is to be replaced, which was done once before: that loads what it takes.</summary>
    public static async Task<string> DescriptorsAsync(FaultRun run)
    {
        RunningProgram server = run.StartServer([], workers: 1, "squares", "2000");
        RunningProgram client = run.StartClient(server, [], workers: 1);
        int first = await WorkerAsync(client);
        await server.LineAsync("done ");
        Assert.True(ProcessTable.Signal(first, ProcessTable.SigKill));
        await ProcessTable.GoneAsync(first);
        int second = await WorkerAsync(client);
        await MachineFaults.LimitAsync(client, "nofile", "3");
        Assert.True(ProcessTable.Signal(second, ProcessTable.SigKill));
        return await ReplacedAsync(run, server, client);
    }

    /// <summary>It can't start a worker at all.</summary>
    public static Task<string> NoTemporaryDirectoryAsync(FaultRun run)
    {
        RunningProgram server = run.StartServer([], workers: 1, "squares", Tasks);
        return ReplacedAsync(run, server, run.StartClient(server, MachineFaults.WithoutTemporaryDirectory(run), workers: 1));
    }

    /// <summary>What a client that ends was given is done by another.</summary>
    private static async Task<string> ReplacedAsync(FaultRun run, RunningProgram server, RunningProgram client)
    {
        (int code, _, string error) = await client.EndAsync();
        run.StartClient(server, [], workers: 1);
        string result = await server.LineAsync("result: ");
        return $"{result}, server {await server.ExitAsync()}, client {code}\n{error.Split('\n')[^1].Split(':')[0]}";
    }

    /// <summary>Waits for the only worker of a client.</summary>
    private static async Task<int> WorkerAsync(RunningProgram client)
    {
        while (true)
        {
            if (ProcessTable.WorkersOf(client) is [var worker])
                return worker;
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
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
