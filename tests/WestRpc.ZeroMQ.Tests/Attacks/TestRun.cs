using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WestRpc.Diagnostics;
using WestRpc.ZeroMQ.Master;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>A real master on loopback, found by its info file, with nodes whose workers are simple.</summary>
internal sealed class TestRun : IAsyncDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("westrpc-test-");
    private readonly ZeroMQSecurity security;
    private readonly double timeoutFactor;
    private readonly List<TestNode> nodes = [];
    private readonly string secretText;

    public TestRun(ZeroMQSecurity security = ZeroMQSecurity.On, int heartbeatMilliseconds = 200, double timeoutFactor = 50, ILoggerFactory? logger = null)
    {
        this.timeoutFactor = timeoutFactor;
        this.security = security;
        InfoFile = Path.Combine(directory.FullName, "info.json");
        var options = new ZeroMQOptions
        {
            Bind = "127.0.0.1",
            ServerInfo = InfoFile,
            Security = security,
            MasterHeartbeat = TimeSpan.FromMilliseconds(heartbeatMilliseconds),
            WorkerHeartbeat = TimeSpan.FromMilliseconds(200),
            TimeoutFactor = timeoutFactor,
            ShutdownTimeout = TimeSpan.FromSeconds(1),
        };
        var work = new WorkManagerOptions { WorkerCount = 0, MaxAttempts = 10, AllowMixedBuilds = true, LoggerFactory = logger ?? Lines };
        Work = ZeroMQServer.Start(work, options, OutputLogger.For(work));
        using JsonDocument info = JsonDocument.Parse(File.ReadAllText(InfoFile));
        Tasks = Port("tasks");
        Results = Port("results");
        Announcements = Port("announcements");
        secretText = info.RootElement.GetProperty("secret").GetString() ?? "";

        int Port(string name) => new Uri(info.RootElement.GetProperty(name)[0].GetString()!).Port;
    }

    public string InfoFile { get; }

    /// <summary>Ends the joining of nodes.</summary>
    public CancellationToken GiveUp { get; init; }

    public LogLines Lines { get; } = new();

    public IWorkManager Work { get; }

    public int Tasks { get; }

    public int Results { get; }

    public int Announcements { get; }

    public string SecretText => secretText;

    public RunSecret Secret() => security == ZeroMQSecurity.None ? RunSecret.None : RunSecret.Parse(Encoding.ASCII.GetBytes(secretText));

    /// <summary>Joins, over other ports where somebody is in between.</summary>
    public MasterLink? Connect(string host, int? tasks = null, int? results = null, int? announcements = null, RunSecret? secret = null, TimeSpan? answer = null)
    {
        using RunSecret known = secret ?? Secret();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(Point(tasks ?? Tasks));
        return MasterLink.TryJoin(
            socket, Point(results ?? Results), Point(announcements ?? Announcements), known,
            new NodeHello(host, 1, 1, 1, 1, ""), Settings(answer ?? TimeSpan.FromSeconds(20)), GiveUp);
    }

    /// <summary>A node that serves until it ends.</summary>
    public TestNode Serve(string host, int? tasks = null, int? results = null, int? announcements = null)
    {
        var node = new TestNode(Connect(host, tasks, results, announcements)!, host, Settings(TimeSpan.FromSeconds(20)), Lines);
        nodes.Add(node);
        return node;
    }

    public async Task EchoAsync(string text) =>
        Assert.Equal(text, await EchoTasks.EchoTask.SubmitAsync(Work, text).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        await Work.DisposeAsync();
        foreach (TestNode node in nodes)
            await node.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private static IPEndPoint Point(int port) => new(IPAddress.Loopback, port);

    public static string Address(int port) => $"tcp://127.0.0.1:{port}";

    private NodeSettings Settings(TimeSpan answer) => new(TimeSpan.FromMilliseconds(200), timeoutFactor, 1 << 20, answer);
}
