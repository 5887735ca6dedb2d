using System.Globalization;
using System.Net;
using WestRpc.ZeroMQ.Tests.Life;

namespace WestRpc.ZeroMQ.Tests.Guard;

/// <summary>The flood against a real server, whose clients work meanwhile.</summary>
public sealed class FloodedServerSpecs : IAsyncDisposable
{
    private const int Tasks = 20_000;

    private readonly Cluster cluster = new();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact(Timeout = 300_000)]
    public async Task A_flood_of_silent_peers_costs_no_task_and_a_client_joins_soon_after_it()
    {
        cluster.Environment["WM_ZMQ_TIMEOUT_FACTOR"] = "40"; // It is not about who gets no time on a machine that is busy with the flood.
        RunningProgram server = cluster.StartFault(["prlimit", "--nofile=256:256"], "squares", $"{Tasks}");
        RunningProgram[] clients = [cluster.StartNode(), cluster.StartNode()];
        await server.LineAsync("done ");
        IPEndPoint endpoint = cluster.TasksEndpoint();
        int before;
        int after;
        long connected;
        using (var flood = new SilentFlood(endpoint, peers: 1_000))
        {
            before = await DoneAsync(server);
            Task length = Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            do
                after = await DoneAsync(server);
            while (!length.IsCompleted);
            connected = flood.Connected;
        }

        Assert.True(connected > 1_000, $"Only {connected} connections were tried.");
        RunningProgram newcomer = cluster.StartNode();
        await server.ErrorLineAsync($"(process {newcomer.Id}) joined").WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine($"{connected:N0} connections, {after - before:N0} tasks meanwhile.");
        Assert.Equal($"{Tasks} right, 0 wrong, 0 failed", await server.LineAsync("result: "));
        (int code, _, string error) = await server.EndAsync();
        Assert.Equal(0, code);
        Assert.DoesNotContain("Lost", error, StringComparison.Ordinal);
        Assert.Contains("Refused", error, StringComparison.Ordinal);
        foreach (RunningProgram client in (RunningProgram[])[.. clients, newcomer])
            Assert.Equal(0, await client.ExitAsync());
    }

    private static async Task<int> DoneAsync(RunningProgram server) =>
        int.Parse(await server.LineAsync("done "), CultureInfo.InvariantCulture);
}
