using WestRpc.Configuration;
using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>What the environment and the command line set.</summary>
public sealed class ZeroMQSettingsTests
{
    private readonly Dictionary<string, string> environment = [];
    private ZeroMQOptions code = new();

    [Fact]
    public void Defaults_AreTheOriginals()
    {
        Assert.Equal(
            (ZeroMQMode.Server, ZeroMQCommMode.Ipc, ZeroMQSecurity.On, 20, 20, 5, 120, 5),
            (code.Mode, code.CommMode, code.Security, code.MasterHeartbeat.TotalSeconds, code.WorkerHeartbeat.TotalSeconds, code.TimeoutFactor,
                code.StartupTimeout.TotalSeconds, code.ShutdownTimeout.TotalSeconds));
        Assert.Equal(code, Read().Options);
    }

    [Fact]
    public void Read_EachSetting_ByVariableAndByOption()
    {
        (string Variable, string Option, string Value, ZeroMQOptions Expected)[] settings =
        [
            ("WM_ZMQ_MODE", "--zmq-mode", "client", code with { Mode = ZeroMQMode.Client }),
            ("WM_ZMQ_COMM_MODE", "--zmq-comm-mode", "TCP", code with { CommMode = ZeroMQCommMode.Tcp }),
            ("WM_ZMQ_SERVER_INFO", "--zmq-server-info", "a.json", code with { ServerInfo = "a.json" }),
            ("WM_ZMQ_WRITE_HOST_INFO", "--zmq-write-host-info", "a.json", code with { WriteHostInfo = "a.json" }),
            ("WM_ZMQ_READ_HOST_INFO", "--zmq-read-host-info", "a.json", code with { ReadHostInfo = "a.json" }),
            ("WM_ZMQ_TASK_ENDPOINT", "--zmq-task-endpoint", "tcp://*:1", code with { TaskEndpoint = "tcp://*:1" }),
            ("WM_ZMQ_RESULT_ENDPOINT", "--zmq-result-endpoint", "tcp://a:1", code with { ResultEndpoint = "tcp://a:1" }),
            ("WM_ZMQ_ANNOUNCE_ENDPOINT", "--zmq-announce-endpoint", "tcp://a", code with { AnnounceEndpoint = "tcp://a" }),
            ("WM_ZMQ_PORT_RANGE", "--zmq-port-range", "5000:5010", code with { PortRange = new ZeroMQPortRange(5000, 5010) }),
            ("WM_ZMQ_BIND", "--zmq-bind", "eth0", code with { Bind = "eth0" }),
            ("WM_ZMQ_SECRET_FILE", "--zmq-secret-file", "secret", code with { SecretFile = "secret" }),
            ("WM_ZMQ_SECURITY", "--zmq-security", "none", code with { Security = ZeroMQSecurity.None }),
            ("WM_ZMQ_MASTER_HEARTBEAT", "--zmq-master-heartbeat", "0.5", code with { MasterHeartbeat = TimeSpan.FromSeconds(0.5) }),
            ("WM_ZMQ_WORKER_HEARTBEAT", "--zmq-worker-heartbeat", "3.0", code with { WorkerHeartbeat = TimeSpan.FromSeconds(3) }),
            ("WM_ZMQ_TIMEOUT_FACTOR", "--zmq-timeout-factor", "2.5", code with { TimeoutFactor = 2.5 }),
            ("WM_ZMQ_STARTUP_TIMEOUT", "--zmq-startup-timeout", "0", code with { StartupTimeout = TimeSpan.Zero }),
            ("WM_ZMQ_SHUTDOWN_TIMEOUT", "--zmq-shutdown-timeout", "7", code with { ShutdownTimeout = TimeSpan.FromSeconds(7) }),
            ("WM_ZMQ_RECONNECT", "--zmq-reconnect", "1", code with { Reconnect = true }),
            ("WM_DRAIN_BEFORE_END", "--drain-before-end", "600", code with { DrainBeforeEnd = TimeSpan.FromMinutes(10) }),
        ];
        Assert.Equal(new ZeroMQSettings(code).All.Select(static s => s.Variable), settings.Select(static s => s.Variable));
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        foreach ((string variable, string option, string value, ZeroMQOptions expected) in settings)
        {
            Assert.Equal(expected, Read($"{option}={value}").Options);
            environment[variable] = value;
            (ZeroMQOptions options, WorkSettings read) = Read();
            Assert.Equal(expected, options);
            Assert.Equal(new WorkManagerOptions(), read.Options);
            Assert.Contains($"{option} ", read.Help, StringComparison.Ordinal);
            Assert.Contains($"; or {variable}", read.Help, StringComparison.Ordinal);
            Assert.Contains($"`{variable}` | `{option}`", readme, StringComparison.Ordinal);
            environment.Clear();
        }
    }

    [Theory]
    [InlineData("master", ZeroMQMode.Server)]
    [InlineData("Server", ZeroMQMode.Server)]
    [InlineData("node", ZeroMQMode.Client)]
    public void Read_Mode_TakesBothPairsOfNames(string text, ZeroMQMode mode) => Assert.Equal(mode, Read($"--zmq-mode={text}").Options.Mode);

    [Fact]
    public void Read_AllThree_CommandLineOverEnvironmentOverCode()
    {
        code = code with { Bind = "a", StartupTimeout = TimeSpan.FromSeconds(1) };
        Assert.Equal("a", Read().Options.Bind);
        environment["WM_ZMQ_BIND"] = "b";
        Assert.Equal("b", Read().Options.Bind);
        Assert.Equal("c", Read("--zmq-bind", "c").Options.Bind);
        Assert.Equal(TimeSpan.FromSeconds(1), Read().Options.StartupTimeout);
    }

    [Fact]
    public void Read_ServerInfoOnTheCommandLine_WinsOverBothFilesOfTheEnvironment()
    {
        environment["WM_ZMQ_SERVER_INFO"] = "a";
        environment["WM_ZMQ_WRITE_HOST_INFO"] = "b";
        environment["WM_ZMQ_READ_HOST_INFO"] = "c";
        Assert.Equal(code with { ServerInfo = "a", WriteHostInfo = "b", ReadHostInfo = "c" }, Read().Options);
        Assert.Equal(code with { ServerInfo = "d" }, Read("--zmq-server-info=d").Options);
    }

    [Theory]
    [InlineData("WM_ZMQ_MODE", "slave", "server, master, client or node")]
    [InlineData("WM_ZMQ_COMM_MODE", "udp", "ipc or tcp")]
    [InlineData("WM_ZMQ_TASK_ENDPOINT", "node1:5555", "an endpoint such as tcp://node1:5555")]
    [InlineData("WM_ZMQ_PORT_RANGE", "6000:5000", "a range of ports a:b")]
    [InlineData("WM_ZMQ_PORT_RANGE", "0:5", "a range of ports a:b")]
    [InlineData("WM_ZMQ_PORT_RANGE", "5000", "a range of ports a:b")]
    [InlineData("WM_ZMQ_PORT_RANGE", "5000:70000", "a range of ports a:b")]
    [InlineData("WM_ZMQ_BIND", "tcp://eth0", "an address or the name of a network interface")]
    [InlineData("WM_ZMQ_SECURITY", "off", "on or none")]
    [InlineData("WM_ZMQ_SERVER_INFO", "folder/", "the name of a file")]
    [InlineData("WM_ZMQ_MASTER_HEARTBEAT", "0", "a number from 0.1")]
    [InlineData("WM_ZMQ_TIMEOUT_FACTOR", "1", "a number from 1.5 to 1000")]
    [InlineData("WM_ZMQ_STARTUP_TIMEOUT", "-1", "a number from 0")]
    [InlineData("WM_ZMQ_STARTUP_TIMEOUT", "NaN", "a number from 0")]
    [InlineData("WM_ZMQ_STARTUP_TIMEOUT", "2m", "a number from 0")]
    [InlineData("WM_ZMQ_RECONNECT", "yes", "1, 0, true or false")]
    public void Read_BadVariable_SaysWhichItsValueAndWhatIsAllowed(string variable, string value, string allowed)
    {
        environment[variable] = value;
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => Read());
        Assert.Contains($"{variable} is '{value}', which is not {allowed}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private (ZeroMQOptions Options, WorkSettings Settings) Read(params string[] args)
    {
        var catalog = new WorkManagerCatalog();
        var settings = new ZeroMQSettings(code);
        catalog.Add("zmq", settings.All, static (_, _) => throw new InvalidOperationException());
        WorkSettings read = WorkSettings.Read(args, name => environment.GetValueOrDefault(name), new WorkManagerOptions(), catalog);
        return (settings.Options, read);
    }
}
