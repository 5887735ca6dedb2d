using Microsoft.Extensions.Logging;
using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>A server and its client, as far as files go.</summary>
public sealed class SetupTests : IDisposable
{
    private static readonly LocalNetwork Node = TestFolder.Network(("eth0", "10.0.0.1"));

    private readonly TestFolder folder = new();
    private readonly Lines logger = new();
    private readonly WorkManagerOptions work = new();

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_PublishedServer_HasItsAddressesAndSecretUntilItEnds()
    {
        var options = new ZeroMQOptions { ServerInfo = folder.At("info.json") };
        using (var server = ServerSetup.Make(options, Node, logger))
        {
            Assert.Empty(folder.Names());
            server.Publish(1, 2, 3);
            using FoundServer found = await Client(options).FindAsync(TestEnd);
            Assert.Equal(server.RunId, found.RunId);
            Assert.Equal(server.Secret!.Bytes, found.Secret!.Bytes);
            Assert.Equal((1, 2, 3), (found.Connect.Tasks[0].Port, found.Connect.Results[0].Port, found.Connect.Announcements[0].Port));
        }

        Assert.Empty(folder.Names());
        Assert.DoesNotContain(logger.Said, static l => l.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Find_WriteAndReadHostInfo_WinOverServerInfo()
    {
        var options = new ZeroMQOptions { ServerInfo = folder.At("a"), WriteHostInfo = folder.At("b"), ReadHostInfo = folder.At("b") };
        using var server = ServerSetup.Make(options, Node, logger);
        server.Publish(1, 2, 3);
        Assert.Equal(["b"], folder.Names());
        using FoundServer found = await Client(options).FindAsync(TestEnd);
        Assert.Equal(server.RunId, found.RunId);
    }

    [Fact]
    public async Task Find_EndpointsAndSecretFile_TakesNoInfo()
    {
        var options = new ZeroMQOptions
        {
            ServerInfo = folder.At("info.json"),
            TaskEndpoint = "tcp://10.0.0.1:1",
            ResultEndpoint = "tcp://10.0.0.1:2",
            AnnounceEndpoint = "tcp://10.0.0.1:3",
            SecretFile = folder.At("secret"),
        };
        using var server = ServerSetup.Make(options, Node, logger);
        Assert.Equal(["secret"], folder.Names());
        using FoundServer found = await Client(options with { ServerInfo = null }).FindAsync(TestEnd);
        Assert.Equal(server.Secret!.Bytes, found.Secret!.Bytes);
        Assert.Null(found.RunId);
        Assert.Equal(2, found.Connect.Results[0].Port);
    }

    [Fact]
    public async Task Find_NothingSealed_IsSaidOnBothSides()
    {
        var options = new ZeroMQOptions { ServerInfo = folder.At("info.json"), Security = ZeroMQSecurity.None };
        using var server = ServerSetup.Make(options, Node, logger);
        Assert.Null(server.Secret);
        Assert.Contains(logger.Said, static l => l.Level == LogLevel.Warning && l.Text.StartsWith("WM_ZMQ_SECURITY is none", StringComparison.Ordinal));
        server.Publish(1, 2, 3);
        logger.Said.Clear();
        using FoundServer found = await Client(options).FindAsync(TestEnd);
        Assert.Null(found.Secret);
        Assert.Contains(logger.Said, static l => l.Level == LogLevel.Warning && l.Text.StartsWith("WM_ZMQ_SECURITY is none", StringComparison.Ordinal));
    }

    [Fact]
    public void Make_ServerThatOnlyItsMachineReaches_IsSaid()
    {
        using var server = ServerSetup.Make(new ZeroMQOptions(), TestFolder.Network(), logger);
        Assert.Contains(logger.Said, static l => l.Level == LogLevel.Warning && l.Text.Contains("only clients on it can join", StringComparison.Ordinal));
    }

    [Fact]
    public void Make_ClientAsServer_SaysHowToServe()
    {
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(
            () => ServerSetup.Make(new ZeroMQOptions { Mode = ZeroMQMode.Client }, Node, logger));
        Assert.Contains("WorkApplication.ServeIfNodeAsync", e.Message, StringComparison.Ordinal);
    }

    public static TheoryData<ZeroMQOptions, string> Impossible => new()
    {
        { new() { Mode = (ZeroMQMode)9 }, "WM_ZMQ_MODE" },
        { new() { CommMode = (ZeroMQCommMode)9 }, "WM_ZMQ_COMM_MODE" },
        { new() { Security = (ZeroMQSecurity)9 }, "WM_ZMQ_SECURITY" },
        { new() { MasterHeartbeat = TimeSpan.Zero }, "WM_ZMQ_MASTER_HEARTBEAT" },
        { new() { WorkerHeartbeat = TimeSpan.FromSeconds(-1) }, "WM_ZMQ_WORKER_HEARTBEAT" },
        { new() { TimeoutFactor = 1 }, "WM_ZMQ_TIMEOUT_FACTOR" },
        { new() { TimeoutFactor = double.NaN }, "WM_ZMQ_TIMEOUT_FACTOR" },
        { new() { StartupTimeout = TimeSpan.FromSeconds(-1) }, "WM_ZMQ_STARTUP_TIMEOUT" },
        { new() { ShutdownTimeout = TimeSpan.FromSeconds(-1) }, "WM_ZMQ_SHUTDOWN_TIMEOUT" },
        { new() { DrainBeforeEnd = TimeSpan.FromSeconds(-1) }, "WM_DRAIN_BEFORE_END" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Make_ImpossibleInCode_SaysWhichSetting(ZeroMQOptions options, string variable)
    {
        foreach (Action make in (Action[])[() => ServerSetup.Make(options, Node, logger), () => ClientSetup.Make(work, options, logger)])
            Assert.StartsWith($"{variable} is set to ", Assert.Throws<WorkConfigurationException>(make).Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private ClientSetup Client(ZeroMQOptions options) => ClientSetup.Make(work, options with { Mode = ZeroMQMode.Client }, logger);

    private sealed class Lines : ILogger
    {
        public List<(LogLevel Level, string Text)> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add((logLevel, formatter(state, exception)));
    }
}
