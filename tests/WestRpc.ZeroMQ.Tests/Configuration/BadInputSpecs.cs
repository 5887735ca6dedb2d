using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Tests.Attacks;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>
/// Programs that can't run as they are set say so in one line, which names the variable, its value and what to do, and end with
/// exit code 2 before they begin.
/// </summary>
public sealed class BadInputSpecs
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("WM_ZMQ_MODE", "neither", "is not server, master, client or node")]
    [InlineData("WM_ZMQ_COMM_MODE", "udp", "is not ipc or tcp")]
    [InlineData("WM_ZMQ_SECURITY", "maybe", "is not on or none")]
    [InlineData("WM_ZMQ_TIMEOUT_FACTOR", "1", "is not a number from 1.5 to 1000")]
    [InlineData("WM_ZMQ_WORKER_HEARTBEAT", "soon", "is not a number from 0.1 to 31536000")]
    [InlineData("WM_ZMQ_TASK_ENDPOINT", "5555", "is not an endpoint such as tcp://node1:5555")]
    [InlineData("WM_ZMQ_RESULT_ENDPOINT", "tcp://*:80x", "is not an endpoint such as tcp://node1:5555")]
    [InlineData("WM_ZMQ_ANNOUNCE_ENDPOINT", "ipc:///tmp/a", "is not an endpoint such as tcp://node1:5555")]
    [InlineData("WM_ZMQ_TASK_ENDPOINT", "tcp://203.0.113.9:5555", "is no address of this machine; it has lo 127.0.0.1")]
    [InlineData("WM_ZMQ_TASK_ENDPOINT", "tcp://no-such-host.invalid:5555", "does not resolve")]
    [InlineData("WM_ZMQ_BIND", "no-such-interface.invalid", "this machine has lo 127.0.0.1")]
    [InlineData("WM_ZMQ_PORT_RANGE", "6000:5000", "is not a range of ports a:b")]
    [InlineData("WM_ZMQ_PORT_RANGE", "5000:5001", "3 are needed: choose a larger range")]
    [InlineData("WM_ZMQ_SERVER_INFO", "/not/there/info.json", "can't be written")]
    public Task A_server_that_cannot_be(string variable, string value, string what) => FailsAsync([(variable, value)], variable, value, what);

    [Fact(Timeout = Limit)]
    public async Task A_server_whose_port_is_in_use()
    {
        using TcpListener taken = Listen(0);
        string endpoint = $"tcp://{taken.LocalEndpoint}";
        foreach (string variable in (string[])["WM_ZMQ_TASK_ENDPOINT", "WM_ZMQ_RESULT_ENDPOINT", "WM_ZMQ_ANNOUNCE_ENDPOINT"])
            await FailsAsync([(variable, endpoint)], variable, endpoint, "is in use on this machine; choose another, or name none for any free port");
    }

    /// <summary>Two of the three that it needs are free.</summary>
    [Fact(Timeout = Limit)]
    public async Task A_server_whose_port_range_is_used_up()
    {
        (TcpListener taken, int first) = ListenBehindFreePorts(2);
        using (taken)
        {
            string range = $"{first}:{first + 2}";
            await FailsAsync(
                [("WM_ZMQ_PORT_RANGE", range), ("WM_ZMQ_BIND", "127.0.0.1")],
                "WM_ZMQ_PORT_RANGE", range, $"each of the ports {first} to {first + 2} is in use; choose a larger range");
        }
    }

    [Fact(Timeout = Limit)]
    public Task A_client_that_is_told_of_no_server() => FailsAsync(
        [("WM_ZMQ_MODE", "client")], "A client must be told where its server is", "WM_ZMQ_SERVER_INFO", "set WM_ZMQ_SERVER_INFO to the same file on server and clients");

    [Theory(Timeout = Limit)]
    [InlineData("tcp://*:5555", "name the server's host and port")]
    [InlineData("tcp://no-such-host.invalid:5555", "does not resolve")]
    public Task A_client_whose_endpoint_is_none(string endpoint, string what) => FailsAsync(
        [
            ("WM_ZMQ_MODE", "client"), ("WM_ZMQ_SECRET_FILE", "/not/there/secret"), ("WM_ZMQ_STARTUP_TIMEOUT", "1"),
            ("WM_ZMQ_TASK_ENDPOINT", endpoint), ("WM_ZMQ_RESULT_ENDPOINT", "tcp://127.0.0.1:1"), ("WM_ZMQ_ANNOUNCE_ENDPOINT", "tcp://127.0.0.1:1"),
        ],
        "WM_ZMQ_TASK_ENDPOINT", endpoint, what);

    [Fact(Timeout = Limit)]
    public async Task A_client_of_another_build()
    {
        await using var run = new TestRun();
        await FailsAsync(
            [("WM_ZMQ_MODE", "client"), ("WM_ZMQ_SERVER_INFO", run.InfoFile)],
            "WM_ZMQ_SERVER_INFO", run.InfoFile, "deploy one build everywhere, or allow this with --allow-mixed-builds");
    }

    private static async Task FailsAsync((string Name, string Value)[] settings, string variable, string value, string what)
    {
        var environment = new Dictionary<string, string> { ["WM_WORK_MANAGER"] = "zmq", ["WM_N_WORKERS"] = "1" };
        foreach ((string name, string text) in settings)
            environment[name] = text;
        await using var program = RunningProgram.Start(Repository.TestProgram, environment, "0");
        (int code, string output, string error) = await program.EndAsync();
        Assert.Equal((2, ""), (code, output));
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);

        // A node of another test may look for its master on the port that this server happened to get.
        string line = Assert.Single(error.Split('\n'), static l => !l.StartsWith("westrpc: warning: Turned away a connection from ", StringComparison.Ordinal));
        Assert.StartsWith(variable, line, StringComparison.Ordinal);
        Assert.Contains(value, line, StringComparison.Ordinal);
        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    /// <summary>Listens at a port in front of which so many are free, and says which is the first of them.</summary>
    private static (TcpListener Listener, int First) ListenBehindFreePorts(int count)
    {
        while (true)
        {
            TcpListener last = Listen(0);
            int first = ((IPEndPoint)last.LocalEndpoint).Port - count;
            try
            {
                for (int i = 0; i < count; i++)
                    Listen(first + i).Dispose();
                return (last, first);
            }
            catch (SocketException)
            {
                last.Dispose();
            }
        }
    }
}
