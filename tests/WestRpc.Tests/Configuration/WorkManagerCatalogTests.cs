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
}
