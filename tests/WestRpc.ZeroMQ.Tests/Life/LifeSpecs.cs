using System.Runtime.InteropServices;

namespace WestRpc.ZeroMQ.Tests.Life;

/// <summary>Nodes that come, go and are cut off, and masters that die.</summary>
public sealed class LifeSpecs : IAsyncLifetime
{
    private const int Limit = 90_000;
    private const int SigUsr1 = 10;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Cluster cluster = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact(Timeout = Limit)]
    public async Task SIGTERM_on_a_node_takes_no_attempt()
    {
        RunningProgram server = cluster.StartServer(tasks: 1);
        RunningProgram node = cluster.StartNode();
        int worker = (await node.WorkersAsync(1))[0];
        RunningProgram other = cluster.StartNode();
        node.Signal(PosixSignal.SIGTERM);
        Assert.Equal(143, (await node.EndAsync()).ExitCode);
        await RunningProgram.GoneAsync(worker);
        await other.WorkersAsync(1);
        await EndsAsync(server, "1");
        Assert.Equal(0, await other.ExitAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task SIGUSR1_on_a_node_lets_it_finish_what_runs()
    {
        RunningProgram server = cluster.StartServer(tasks: 2);
        RunningProgram node = cluster.StartNode();
        await node.WorkersAsync(1);
        node.Signal(SigUsr1);
        RunningProgram other = cluster.StartNode();
        await other.WorkersAsync(1);
        await EndsAsync(server, "1 1");
        (int code, string output, _) = await node.EndAsync();
        Assert.Equal(0, code);
        Assert.Equal("", output);
    }

    [Fact(Timeout = Limit)]
    public async Task SIGUSR1_on_the_master_lets_the_run_finish_what_runs()
    {
        RunningProgram server = cluster.StartServer(tasks: 2);
        RunningProgram node = cluster.StartNode();
        await node.WorkersAsync(1);
        server.Signal(SigUsr1);
        Assert.Equal("", await server.LineAsync("not begun"));
        await EndsAsync(server, "1 0");
        Assert.Equal(0, await node.ExitAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_whose_job_is_about_to_end_begins_nothing()
    {
        RunningProgram server = cluster.StartServer(tasks: 1);
        cluster.Environment["WM_DRAIN_BEFORE_END"] = "60";
        cluster.Environment["SLURM_JOB_END_TIME"] = $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 30}";
        (int code, string output, string error) = await cluster.StartNode().EndAsync();
        Assert.Equal((0, ""), (code, output));
        Assert.Contains("WM_DRAIN_BEFORE_END", error, StringComparison.Ordinal);
        cluster.Environment.Clear();
        await cluster.StartNode().WorkersAsync(1);
        await EndsAsync(server, "1");
    }

    [Fact(Timeout = Limit)]
    public async Task A_master_that_is_killed_takes_its_nodes_with_it()
    {
        RunningProgram server = cluster.StartServer(tasks: 1);
        RunningProgram node = cluster.StartNode();
        int worker = (await node.WorkersAsync(1))[0];
        server.Kill();
        (int code, _, string error) = await node.EndAsync();
        Assert.Equal(1, code);
        Assert.Contains("Lost the server", error, StringComparison.Ordinal);
        await RunningProgram.GoneAsync(worker);
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_that_was_cut_off_too_long_kills_its_workers_and_joins_anew()
    {
        RunningProgram server = cluster.StartServer(tasks: 1);
        RunningProgram node = cluster.StartNode();
        int worker = (await node.WorkersAsync(1))[0];
        RunningProgram other = cluster.StartNode();
        node.Signal(SigStop);
        await other.WorkersAsync(1);
        node.Signal(SigCont);
        await RunningProgram.GoneAsync(worker);
        other.Kill();
        await node.WorkersAsync(1);
        await EndsAsync(server, "3");
        Assert.Equal(0, await node.ExitAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_master_and_a_node_that_stand_still_together_lose_nothing()
    {
        RunningProgram server = cluster.StartServer(tasks: 1);
        RunningProgram node = cluster.StartNode();
        await node.WorkersAsync(1);
        node.Signal(SigStop);
        server.Signal(SigStop);
        await Task.Delay(5_000, TestContext.Current.CancellationToken);
        server.Signal(SigCont);
        node.Signal(SigCont);
        await EndsAsync(server, "1");
        Assert.Equal(0, await node.ExitAsync());
    }

    /// <summary>That a task runs is no silence: neither of its node (3 s here) nor of its worker (5 s).</summary>
    [Fact(Timeout = Limit)]
    public async Task A_task_that_is_longer_than_every_limit_of_silence_has_one_attempt()
    {
        cluster.Environment["WM_HEARTBEAT_INTERVAL"] = "1";
        cluster.Environment["WM_HEARTBEAT_TIMEOUT"] = "2";
        RunningProgram server = cluster.StartServer(tasks: 2);
        RunningProgram node = cluster.StartNode(workers: 2);
        await node.WorkersAsync(2);
        await Task.Delay(7_000, TestContext.Current.CancellationToken);
        cluster.Release();
        (int code, string output, string error) = await server.EndAsync();
        Assert.Equal((0, "attempts 1 1"), (code, output));
        Assert.DoesNotContain("Lost", error, StringComparison.Ordinal);
        (code, output, _) = await node.EndAsync();
        Assert.Equal((0, ""), (code, output));
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_on_which_no_worker_can_start_fails_alone()
    {
        RunningProgram server = cluster.StartServer(tasks: 1);
        RunningProgram node = cluster.StartNode("crash-in-child");
        (int code, _, string error) = await node.EndAsync();
        Assert.Equal(1, code);
        Assert.Contains("cannot open the force field", error, StringComparison.Ordinal);
        RunningProgram other = cluster.StartNode();
        await other.WorkersAsync(1);
        cluster.Release();
        (int serverCode, string output, string said) = await server.EndAsync();
        Assert.Equal((0, "attempts 1"), (serverCode, output));
        string warning = Assert.Single(said.Split('\n'), static l => l.Contains("Lost node", StringComparison.Ordinal));
        Assert.Contains($"(process {node.Id})", warning, StringComparison.Ordinal);
        Assert.Contains("cannot open the force field", said, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task With_reconnect_a_node_waits_for_the_next_master()
    {
        RunningProgram server = cluster.StartServer(tasks: 1);
        RunningProgram node = cluster.StartNode(reconnects: true);
        int worker = (await node.WorkersAsync(1))[0];
        server.Kill();
        await RunningProgram.GoneAsync(worker);
        RunningProgram next = cluster.StartServer(tasks: 1);
        await node.WorkersAsync(1);
        await EndsAsync(next, "1");
        Assert.Equal(0, await node.ExitAsync());
    }

    [Fact(Timeout = Limit)]
    public async Task A_client_whose_server_never_comes_says_at_once_what_it_waits_for_and_gives_up()
    {
        cluster.Environment["WM_ZMQ_STARTUP_TIMEOUT"] = "2";
        (int code, string output, string error) = await cluster.StartNode().EndAsync();
        Assert.Equal((2, ""), (code, output));
        string[] lines = error.Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("server.json', which is not there", lines[0], StringComparison.Ordinal);
        Assert.Contains("up to 2 s (WM_ZMQ_STARTUP_TIMEOUT)", lines[0], StringComparison.Ordinal);
        Assert.Contains("WM_ZMQ_STARTUP_TIMEOUT", lines[1], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_with_more_workers_than_cores_joins_with_a_warning()
    {
        int workers = Environment.ProcessorCount + 1;
        RunningProgram server = cluster.StartServer(tasks: 1);
        RunningProgram node = cluster.StartNode(workers: workers);
        await node.WorkersAsync(1);
        cluster.Release();
        (_, _, string error) = await server.EndAsync();
        Assert.Contains($"{Environment.ProcessorCount} allowed, {workers} workers", error, StringComparison.Ordinal);
        Assert.Contains($"may use {Environment.ProcessorCount} of its", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_client_whose_connections_are_reset_tries_on_and_gives_up_in_time()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                using System.Net.Sockets.Socket peer = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
                peer.LingerState = new System.Net.Sockets.LingerOption(true, 0);
            }
        }, TestContext.Current.CancellationToken);
        foreach (string channel in (string[])["TASK", "RESULT", "ANNOUNCE"])
            cluster.Environment[$"WM_ZMQ_{channel}_ENDPOINT"] = $"tcp://{listener.LocalEndpoint}";
        cluster.Environment["WM_ZMQ_SERVER_INFO"] = "";
        cluster.Environment["WM_ZMQ_SECURITY"] = "none";
        cluster.Environment["WM_ZMQ_STARTUP_TIMEOUT"] = "2";
        (int code, _, string error) = await cluster.StartNode().EndAsync();
        Assert.Equal(2, code);
        Assert.Contains("WM_ZMQ_STARTUP_TIMEOUT", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_client_that_finds_the_file_of_a_dead_server_says_so_and_gives_up()
    {
        RunningProgram server = cluster.StartServer(tasks: 1);
        await (cluster.StartNode()).WorkersAsync(1);
        server.Kill();
        cluster.Environment["WM_ZMQ_STARTUP_TIMEOUT"] = "2";
        (int code, _, string error) = await cluster.StartNode().EndAsync();
        Assert.Equal(2, code);
        Assert.Contains("is stale: its server", error.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task A_client_without_workers_is_refused()
    {
        RunningProgram node = cluster.StartNode(workers: 0);
        (int code, _, string error) = await node.EndAsync();
        Assert.Equal(2, code);
        Assert.Contains("WM_N_WORKERS is 0", error, StringComparison.Ordinal);
    }

    private async Task EndsAsync(RunningProgram server, string attempts)
    {
        cluster.Release();
        (int code, string output, string error) = await server.EndAsync();
        Assert.Equal((0, $"attempts {attempts}"), (code, output));
        Assert.Contains("joined", error, StringComparison.Ordinal);
    }
}
