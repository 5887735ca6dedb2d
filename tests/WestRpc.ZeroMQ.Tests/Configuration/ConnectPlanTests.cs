using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>Where a client connects.</summary>
public sealed class ConnectPlanTests
{
    private static readonly NamedFile File = new("WM_ZMQ_SERVER_INFO", "info.json");

    private static readonly ZeroMQOptions Three = new()
    {
        TaskEndpoint = "tcp://two:1",
        ResultEndpoint = "tcp://10.0.0.9:2",
        AnnounceEndpoint = "tcp://[fd00::9]:3",
        SecretFile = "secret",
    };

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MakeAsync_File_IsItsAddressesInOrder()
    {
        using ServerInfo info = TestFolder.Info();
        ConnectPlan plan = await ConnectPlan.MakeAsync(new ZeroMQOptions(), info, Resolve, TestEnd);
        Assert.Equal([new(IPAddress.Parse("10.0.0.1"), 4001), new(IPAddress.Parse("fd00::1"), 4001)], plan.Tasks);
        Assert.Equal(4002, plan.Results[0].Port);
        Assert.Equal(4003, plan.Announcements[1].Port);
    }

    [Fact]
    public async Task MakeAsync_EndpointsAlone_AreResolved()
    {
        ConnectPlan plan = await ConnectPlan.MakeAsync(Three, null, Resolve, TestEnd);
        Assert.Equal([new(IPAddress.Parse("10.0.0.1"), 1), new(IPAddress.Parse("10.1.0.1"), 1)], plan.Tasks);
        Assert.Equal([new(IPAddress.Parse("10.0.0.9"), 2)], plan.Results);
        Assert.Equal([new(IPAddress.Parse("fd00::9"), 3)], plan.Announcements);
    }

    [Fact]
    public async Task MakeAsync_FileAndEndpoints_EndpointsWinUnlessTheyAreTheServers()
    {
        using ServerInfo info = TestFolder.Info();
        var options = new ZeroMQOptions { TaskEndpoint = "tcp://10.0.0.9:7", ResultEndpoint = "tcp://*:8", AnnounceEndpoint = "tcp://eth0" };
        ConnectPlan.Check(options, File);
        ConnectPlan plan = await ConnectPlan.MakeAsync(options, info, Resolve, TestEnd);
        Assert.Equal([new(IPAddress.Parse("10.0.0.9"), 7)], plan.Tasks);
        Assert.Equal(4002, plan.Results[0].Port);
        Assert.Equal(4003, plan.Announcements[0].Port);
    }

    [Fact]
    public async Task MakeAsync_NameThatDoesNotResolve_SaysWhichAtOnce()
    {
        var time = new InstantTime();
        WorkConfigurationException e = await Assert.ThrowsAsync<WorkConfigurationException>(
            () => ConnectPlan.MakeAsync(Three with { TaskEndpoint = "tcp://nobody:1" }, null, Resolve, TestEnd, time));
        Assert.StartsWith("WM_ZMQ_TASK_ENDPOINT is 'tcp://nobody:1', where 'nobody' does not resolve", e.Message, StringComparison.Ordinal);
        Assert.Contains("check the name, or use an address", e.Message, StringComparison.Ordinal);
        Assert.Empty(time.Waits);
    }

    [Fact]
    public async Task MakeAsync_BusyNameServer_IsAskedAgainUntilTheTimeout()
    {
        int asked = 0;
        ConnectPlan plan = await ConnectPlan.MakeAsync(
            Three, null, (name, end) => ++asked < 3 ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.TryAgain)) : Resolve(name, end),
            TestEnd, new InstantTime());
        Assert.Equal(2, plan.Tasks.Count);
        var time = new InstantTime();
        await Assert.ThrowsAsync<WorkConfigurationException>(() => ConnectPlan.MakeAsync(
            Three, null, static (_, _) => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.TryAgain)), TestEnd, time));
        Assert.InRange(time.Waits.Aggregate(static (a, b) => a + b), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(125));
    }

    [Fact]
    public async Task MakeAsync_ServerElsewhereOnLoopbackOnly_SaysWhatToSetThere()
    {
        using ServerInfo info = TestFolder.Info() with
        {
            Master = new MasterProcess("node1", 1, "", 1),
            Tasks = ["tcp://127.0.0.1:1"],
        };
        WorkConfigurationException e = await Assert.ThrowsAsync<WorkConfigurationException>(
            () => ConnectPlan.MakeAsync(new ZeroMQOptions(), info, Resolve, TestEnd));
        Assert.Contains("The server on node1 listens at tcp://127.0.0.1:1 only", e.Message, StringComparison.Ordinal);
        Assert.Contains("WM_ZMQ_BIND", e.Message, StringComparison.Ordinal);
        using ServerInfo here = info with { Master = MasterProcess.Current };
        Assert.Single((await ConnectPlan.MakeAsync(new ZeroMQOptions(), here, Resolve, TestEnd)).Tasks);
    }

    public static TheoryData<ZeroMQOptions, string> Impossible => new()
    {
        { new(), "A client must be told where its server is: set WM_ZMQ_SERVER_INFO" },
        { Three with { ResultEndpoint = null }, "set WM_ZMQ_RESULT_ENDPOINT as well" },
        { new() { TaskEndpoint = "tcp://a:1" }, "set WM_ZMQ_RESULT_ENDPOINT and WM_ZMQ_ANNOUNCE_ENDPOINT as well" },
        { Three with { SecretFile = null }, "set WM_ZMQ_SECRET_FILE" },
        { Three with { TaskEndpoint = "tcp://*:1" }, "WM_ZMQ_TASK_ENDPOINT is 'tcp://*:1', which says where a server listens" },
        { Three with { AnnounceEndpoint = "tcp://a" }, "WM_ZMQ_ANNOUNCE_ENDPOINT is 'tcp://a', which says where a server listens" },
        { Three with { ResultEndpoint = "a:1" }, "WM_ZMQ_RESULT_ENDPOINT is 'a:1', which is not an endpoint such as" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Check_NoFileAndNotAllEndpoints_SaysWhatIsMissing(ZeroMQOptions options, string what)
    {
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => ConnectPlan.Check(options, null));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Check_ThreeEndpointsUnsealed_NeedsNoSecret() =>
        ConnectPlan.Check(Three with { SecretFile = null, Security = ZeroMQSecurity.None }, null);

    private static Task<IPAddress[]> Resolve(string name, CancellationToken cancellation) => name == "two"
        ? Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.1.0.1")])
        : Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound));
}
