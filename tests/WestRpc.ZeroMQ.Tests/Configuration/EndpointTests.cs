using WestRpc.ZeroMQ.Configuration;

namespace WestRpc.ZeroMQ.Tests.Configuration;

/// <summary>What an endpoint may be.</summary>
public sealed class EndpointTests
{
    [Theory]
    [InlineData("tcp://node1:5555", "node1", 5555)]
    [InlineData("TCP://node_1.cluster.local:65535", "node_1.cluster.local", 65535)]
    [InlineData("tcp://10.0.0.1:1", "10.0.0.1", 1)]
    [InlineData("tcp://[fd00::1]:5555", "fd00::1", 5555)]
    [InlineData("tcp://[::]:5555", "::", 5555)]
    [InlineData("tcp://*:5555", "*", 5555)]
    [InlineData("tcp://*:*", "*", 0)]
    [InlineData("tcp://*", "*", 0)]
    [InlineData("tcp://eth0:0", "eth0", 0)]
    [InlineData("tcp://[fd00::1]", "fd00::1", 0)]
    public void Parse_Endpoint_IsHostAndPort(string text, string host, int port)
    {
        Assert.Equal(new Endpoint(host, port), Endpoint.Parse(text));
        Assert.Equal(new Endpoint(host, port), Endpoint.Parse(new Endpoint(host, port).ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tcp:/node1:5555")]
    [InlineData("node1:5555")]
    [InlineData("ipc:///run/socket")]
    [InlineData("udp://node1:5555")]
    [InlineData("tcp://")]
    [InlineData("tcp://:5555")]
    [InlineData("tcp://node1:")]
    [InlineData("tcp://node1:65536")]
    [InlineData("tcp://node1:-1")]
    [InlineData("tcp://node1:5 5")]
    [InlineData("tcp://node1:5555:6666")]
    [InlineData("tcp://node1/path:5555")]
    [InlineData("tcp://user@node1:5555")]
    [InlineData("tcp://fd00::1:5555")]
    [InlineData("tcp://[fd00::1:5555")]
    [InlineData("tcp://[10.0.0.1]:5555")]
    [InlineData("tcp://[node1]:5555")]
    [InlineData("tcp://[fd00::1]5555")]
    [InlineData("tcp://no de:5555")]
    [InlineData("tcp://*.cluster:5555")]
    public void Parse_Else_IsNull(string text) => Assert.Null(Endpoint.Parse(text));

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("10.1", false)]
    [InlineData("1", false)]
    [InlineData("010.0.0.1", false)]
    [InlineData("node1", false)]
    public void Address_WrittenInFull_IsOne(string text, bool isOne) => Assert.Equal(isOne, Endpoint.Address(text) is not null);
}
