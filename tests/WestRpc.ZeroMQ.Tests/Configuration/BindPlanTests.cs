using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>Where a server listens, and what it tells its clients.</summary>
public sealed class BindPlanTests
{
    private static readonly LocalNetwork Node = TestFolder.Network(
        ("lo", "::1"), ("eth0", "10.0.0.1"), ("eth0", "fe80::1"), ("eth0", "fd00::1"), ("ib0", "fd01::1"), ("usb0", "169.254.1.2"));

    [Fact]
    public void Make_Nothing_IsAnyFreePortOfAllAddressesThatOthersReach()
    {
        BindPlan plan = BindPlan.Make(new ZeroMQOptions(), Node);
        foreach (BindTarget target in (BindTarget[])[plan.Tasks, plan.Results, plan.Announcements])
        {
            Assert.Equal(("*", true), (target.Host, target.UseIPv6));
            Assert.Equal([0], target.Ports);
            Assert.Equal(["tcp://10.0.0.1:4000", "tcp://[fd00::1]:4000", "tcp://[fd01::1]:4000"], target.Endpoints(4000));
        }

        Assert.Null(plan.Warning);
    }

    [Fact]
    public void Make_NoIPv6_IsIPv4Alone()
    {
        BindPlan plan = BindPlan.Make(new ZeroMQOptions(), TestFolder.Network(("eth0", "10.0.0.1"), ("eth0", "fe80::1")));
        Assert.False(plan.Tasks.UseIPv6);
        Assert.Equal(["tcp://10.0.0.1:1"], plan.Tasks.Endpoints(1));
    }

    [Fact]
    public void Make_OnlyLoopback_SaysSo()
    {
        BindPlan plan = BindPlan.Make(new ZeroMQOptions(), TestFolder.Network());
        Assert.Equal(["tcp://127.0.0.1:1"], plan.Tasks.Endpoints(1));
        Assert.Contains("no address but 127.0.0.1, so only clients on it can join", plan.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_OnlyLinkLocal_IsThat() =>
        Assert.Equal(["tcp://169.254.1.2:1"], BindPlan.Make(new ZeroMQOptions(), TestFolder.Network(("usb0", "169.254.1.2"))).Tasks.Endpoints(1));

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", "10.0.0.1")]
    [InlineData("fd00::1", "[fd00::1]", "fd00::1")]
    [InlineData("eth0", "10.0.0.1", "10.0.0.1")]
    [InlineData("ib0", "[fd01::1]", "fd01::1")]
    [InlineData("me", "10.0.0.1", "10.0.0.1")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1")]
    [InlineData("lo", "127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.1", "127.0.0.1")]
    public void Make_BindAddressInterfaceOrName_IsThatOneWithoutAWarning(string bind, string host, string advertised)
    {
        BindPlan plan = BindPlan.Make(new ZeroMQOptions { Bind = bind, TaskEndpoint = "tcp://*:5555" }, Node);
        Assert.Equal(host, plan.Tasks.Host);
        Assert.Equal(host, plan.Results.Host);
        Assert.Equal([5555], plan.Tasks.Ports);
        Assert.Equal([IPAddress.Parse(advertised)], plan.Results.Advertised);
        Assert.Null(plan.Warning);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void Make_BindToAll_IsAll(string bind) =>
        Assert.Equal("*", BindPlan.Make(new ZeroMQOptions { Bind = bind }, Node).Tasks.Host);

    [Fact]
    public void Make_NameThatIsLoopbackHere_SaysSo()
    {
        BindPlan plan = BindPlan.Make(new ZeroMQOptions { TaskEndpoint = "tcp://debian:5555" }, Node);
        Assert.Contains("'debian' in WM_ZMQ_TASK_ENDPOINT is 127.0.1.1 here", plan.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_EndpointsAndRange_EachItsOwn()
    {
        var options = new ZeroMQOptions
        {
            TaskEndpoint = "tcp://10.0.0.1:5555",
            ResultEndpoint = "tcp://[fd00::1]",
            PortRange = new ZeroMQPortRange(6000, 6002),
            Bind = "ib0",
        };
        BindPlan plan = BindPlan.Make(options, Node);
        Assert.Equal(("10.0.0.1", "[fd00::1]", "[fd01::1]"), (plan.Tasks.Host, plan.Results.Host, plan.Announcements.Host));
        Assert.Equal([5555], plan.Tasks.Ports);
        Assert.Equal([6000, 6001, 6002], plan.Results.Ports);
        Assert.Equal([6000, 6001, 6002], plan.Announcements.Ports);
    }

    public static TheoryData<ZeroMQOptions, string> Impossible => new()
    {
        { new() { Bind = "192.0.2.1" }, "WM_ZMQ_BIND is '192.0.2.1', which is no address of this machine; it has lo 127.0.0.1, lo ::1, eth0 10.0.0.1" },
        { new() { Bind = "eth9" }, "WM_ZMQ_BIND is 'eth9', where 'eth9' is no network interface with an address, and as a name does not resolve" },
        { new() { TaskEndpoint = "tcp://192.0.2.1:5" }, "WM_ZMQ_TASK_ENDPOINT is 'tcp://192.0.2.1:5', which is no address of this machine" },
        { new() { ResultEndpoint = "tcp://other:5" }, "WM_ZMQ_RESULT_ENDPOINT is 'tcp://other:5', where 'other' is 192.0.2.9, no address of this machine" },
        { new() { AnnounceEndpoint = "ipc:///x" }, "WM_ZMQ_ANNOUNCE_ENDPOINT is 'ipc:///x', which is not an endpoint such as" },
        { new() { TaskEndpoint = "tcp://*:5", ResultEndpoint = "tcp://10.0.0.1:5" }, "WM_ZMQ_TASK_ENDPOINT ('tcp://*:5') and WM_ZMQ_RESULT_ENDPOINT ('tcp://10.0.0.1:5') have the same port 5" },
        { new() { PortRange = new(6000, 6001) }, "WM_ZMQ_PORT_RANGE is '6000:6001', which has 2 ports, while 3 are needed" },
        { new() { PortRange = new(6000, 5999) }, "WM_ZMQ_PORT_RANGE is '6000:5999', which is not a range of ports a:b" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Make_Impossible_SaysWhichVariableItsValueAndWhy(ZeroMQOptions options, string what)
    {
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => BindPlan.Make(options, Node));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Make_OnePortOnTwoAddresses_IsPossible() =>
        Assert.Equal([5], BindPlan.Make(new ZeroMQOptions { TaskEndpoint = "tcp://10.0.0.1:5", ResultEndpoint = "tcp://[fd00::1]:5" }, Node).Results.Ports);

    [Fact]
    public void Bind_PortsInUse_TakesTheNextFreeOne()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        int used = ((IPEndPoint)first.LocalEndpoint).Port;
        using var sockets = new Sockets();
        var target = new BindTarget("WM_ZMQ_PORT_RANGE is 'a:b'", "127.0.0.1", false, [used, used, 0], []);
        int port = target.Bind(sockets.TryBind);
        Assert.NotEqual(used, port);
        Assert.Contains(
            "each of the ports",
            Assert.Throws<WorkConfigurationException>(() => (target with { Ports = [used, port] }).Bind(sockets.TryBind)).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            $"WM_ZMQ_TASK_ENDPOINT is 'x': port {used} is in use on this machine; choose another, or name none for any free port.",
            Assert.Throws<WorkConfigurationException>(() => (target with { Source = "WM_ZMQ_TASK_ENDPOINT is 'x'", Ports = [used] }).Bind(sockets.TryBind)).Message);
    }

    [Theory]
    [InlineData(SocketError.AccessDenied, "port 80 is for privileged programs only")]
    [InlineData(SocketError.AddressNotAvailable, "listening at 127.0.0.1:80 failed")]
    public void Bind_Impossible_SaysWhy(SocketError error, string why)
    {
        SocketError Fail(string host, int port, out int bound)
        {
            bound = 0;
            return error;
        }

        var target = new BindTarget("WM_ZMQ_TASK_ENDPOINT is 'x'", "127.0.0.1", false, [80, 81], []);
        WorkConfigurationException e = Assert.Throws<WorkConfigurationException>(() => target.Bind(Fail));
        Assert.Contains($"WM_ZMQ_TASK_ENDPOINT is 'x': {why}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Current_OfThisMachine_HasLoopback()
    {
        LocalNetwork network = LocalNetwork.Current();
        Assert.Contains(network.Addresses, static a => a.IsLoopback);
        Assert.DoesNotContain(network.Reachable(), IPAddress.IsLoopback);
        Assert.NotNull(BindPlan.Make(new ZeroMQOptions(), network).Tasks);
    }

    private sealed class Sockets : IDisposable
    {
        private readonly List<TcpListener> open = [];

        public SocketError TryBind(string host, int port, out int bound)
        {
            var listener = new TcpListener(IPAddress.Parse(host), port);
            try
            {
                listener.Start();
            }
            catch (SocketException e)
            {
                bound = 0;
                return e.SocketErrorCode;
            }

            open.Add(listener);
            bound = ((IPEndPoint)listener.LocalEndpoint).Port;
            return SocketError.Success;
        }

        public void Dispose() => open.ForEach(static l => l.Dispose());
    }
}
