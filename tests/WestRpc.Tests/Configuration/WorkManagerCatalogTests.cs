using WestRpc.Configuration;
using WestRpc.Transports.Serial;

namespace WestRpc.Tests.Configuration;

/// <summary>Settings that a work manager can't run with.</summary>
public sealed class WorkManagerCatalogTests
{
    private static readonly WorkManagerOptions Good = new() { WorkerCount = 1 };

    public static TheoryData<WorkManagerOptions, string> Impossible => new()
    {
        { Good with { WorkerCount = 0 }, "WM_N_WORKERS" },
        { Good with { MaxMessageBytes = 1 }, "WM_MAX_MESSAGE_BYTES" },
        { Good with { MaxPending = -1 }, "WM_MAX_PENDING" },
        { Good with { HeartbeatTimeout = TimeSpan.FromSeconds(5) }, "WM_HEARTBEAT_TIMEOUT" },
        { Good with { HeartbeatInterval = TimeSpan.FromSeconds(60) }, "WM_HEARTBEAT_INTERVAL" },
        { Good with { Resources = new Dictionary<string, int> { ["gpu"] = -1 } }, "'gpu=-1'" },
        { Good with { Resources = new Dictionary<string, int> { ["gpu=1"] = 1 } }, "WM_RESOURCES" },
        { Good with { Resources = new Dictionary<string, int> { ["a;b"] = 1 } }, "WM_RESOURCES" },
        { Good with { Resources = new Dictionary<string, int> { [""] = 1 } }, "WM_RESOURCES" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task StartAsync_Impossible_SaysWhichSetting(WorkManagerOptions options, string what)
    {
        WorkConfigurationException e = await Assert.ThrowsAsync<WorkConfigurationException>(() => WorkManager.StartAsync("threads", options));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_NoHeartbeats_TheirTimeoutDoesNotMatter()
    {
        await using IWorkManager work = await WorkManager.StartAsync(
            "threads", Good with { HeartbeatInterval = TimeSpan.Zero, HeartbeatTimeout = TimeSpan.Zero });
        Assert.Equal(1, work.WorkerCount);
    }

    [Theory]
    [InlineData("zmq", "managers.AddZeroMQ()")]
    [InlineData("mpi", "managers.AddMpi()")]
    public async Task Start_PackageThatTheProgramLacks_SaysWhatToAdd(string name, string add)
    {
        WorkConfigurationException e = await Assert.ThrowsAsync<WorkConfigurationException>(() => WorkManager.StartAsync(name, Good));
        Assert.Contains($"'{name}' is not part of this program: it takes {add}", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<WorkConfigurationException>(
            () => WorkSettings.Read([], v => v == "WM_WORK_MANAGER" ? name : null, Good, new WorkManagerCatalog()));
        Assert.StartsWith($"WM_WORK_MANAGER is '{name}', which this program lacks: it takes {add}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal(2, await WorkApplication.RunAsync(["--work-manager", name], static _ => Task.CompletedTask));
    }

    [Fact]
    public void Add_Package_HasItsNameAndItsSettings()
    {
        string? set = null;
        var catalog = new WorkManagerCatalog();
        catalog.Add("zmq", [Own(text => set = text)], static (options, _) => new SerialWorkManager(options));
        Assert.Equal(["processes", "serial", "threads", "zmq"], catalog.Names);
        WorkSettings settings = WorkSettings.Read(["--own", "1", "rest"], static _ => null, Good, catalog);
        Assert.Equal("1", set);
        Assert.Equal(Good, settings.Options);
        Assert.Equal(["rest"], settings.Arguments);
        Assert.Contains("--own N", settings.Help, StringComparison.Ordinal);
        Assert.Contains("its own; or WM_OWN", settings.Help, StringComparison.Ordinal);
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(
            () => WorkSettings.Read([], static v => v == "WM_OWN" ? "bad" : null, Good, catalog));
        Assert.Equal("WM_OWN is 'bad', which is not a good one.", e.Message);
        Assert.Throws<InvalidOperationException>(() => catalog.Add("zmq", [], static (options, _) => new SerialWorkManager(options)));
    }

    [Fact]
    public async Task RunAsync_Node_ServesAndReturnsItsCodeInPlaceOfTheBody()
    {
        int added = 0;
        void Managers(WorkManagerCatalog catalog)
        {
            added++;
            string? set = null;
            catalog.Add(
                "zmq", [Own(text => set = text)], static (options, _) => new SerialWorkManager(options),
                (_, _, _) => set == "node" ? Task.FromResult(7) : null);
        }

        bool ran = false;
        Task Body(WorkRun run)
        {
            ran = true;
            return Task.CompletedTask;
        }

        Assert.Equal(7, await WorkApplication.RunAsync(["--work-manager", "zmq", "--own", "node"], Body, Managers));
        Assert.False(ran);
        Assert.Equal(1, added);
        Assert.Equal(7, await WorkApplication.ServeIfNodeAsync(["--work-manager", "zmq", "--own", "node"], Managers));
        Assert.Null(await WorkApplication.ServeIfNodeAsync(["--work-manager", "zmq", "--own", "server"], Managers));
        Assert.Null(await WorkApplication.ServeIfNodeAsync(["--own", "node"], Managers));
        Assert.Equal(2, await WorkApplication.ServeIfNodeAsync(["--own", "bad"], Managers));
        Assert.Equal(2, await WorkApplication.RunAsync(["--work-manager", "zmq", "--own", "node"], Body, Managers, Good with { MaxPending = -1 }));
        Assert.Equal(0, await WorkApplication.RunAsync(["--work-manager", "zmq", "--own", "server"], Body, Managers));
        Assert.True(ran);
    }

    [Fact]
    public async Task RunAsync_NodeThatFails_IsPrintedAndReturns1()
    {
        var printed = new List<string>();
        var output = new WorkOutput(line => printed.Add(line.Text));
        Func<WorkManagerOptions, Microsoft.Extensions.Logging.ILogger, CancellationToken, Task<int>?>[] nodes =
        [
            static (_, _, _) => Task.FromException<int>(new IOException("broken")),
            static (_, _, _) => throw new IOException("broken"),
        ];
        foreach (var node in nodes)
        {
            Assert.Equal(1, await WorkApplication.RunAsync(
                ["--work-manager", "zmq"], static _ => Task.CompletedTask,
                catalog => catalog.Add("zmq", [], static (options, _) => new SerialWorkManager(options), node),
                Good with { Output = output }));
        }

        Assert.Equal(2, printed.Count(static l => l.Contains("IOException: broken", StringComparison.Ordinal)));
        Assert.Equal(2, await WorkApplication.RunAsync(
            ["--work-manager", "zmq"], static _ => Task.CompletedTask,
            static catalog => catalog.Add("zmq", [], static (options, _) => new SerialWorkManager(options),
                static (_, _, _) => Task.FromException<int>(new WorkConfigurationException("A bad setting.")))));
    }

    [Fact]
    public void WorkerCount_NobodyChose_IsTheCores()
    {
        Assert.Null(new WorkManagerOptions().ChosenWorkerCount);
        Assert.Equal(Environment.ProcessorCount, new WorkManagerOptions().WorkerCount);
        WorkManagerOptions chosen = WorkSettings.Read(["--n-workers", "0"], static _ => null, new WorkManagerOptions(), new WorkManagerCatalog()).Options;
        Assert.Equal((0, 0), (chosen.WorkerCount, chosen.ChosenWorkerCount));
    }

    private static Setting Own(Action<string> set) =>
        new("WM_OWN", "--own", "its own", "a good one", IsSwitch: false, (options, text) =>
        {
            if (text == "bad")
                return null;
            set(text);
            return options;
        });
}
