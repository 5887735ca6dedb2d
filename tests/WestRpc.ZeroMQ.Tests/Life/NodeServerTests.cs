using WestRpc.Transports;
using WestRpc.ZeroMQ.Master;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Tests.Attacks;

namespace WestRpc.ZeroMQ.Tests.Life;

public sealed class NodeServerTests : ITransportListener
{
    [Fact(Timeout = 60_000)]
    public async Task A_server_without_workers_that_no_client_joins_says_how_to_start_one()
    {
        var lines = new LogLines();
        using var server = new NodeServer(Settings(localWorkers: 0), RunSecret.None, lines) { InfoFile = "/shared/info.json", WaitsQuietly = TimeSpan.FromMilliseconds(200) };
        server.Start(this);
        string line = await lines.WaitAsync("No client has joined");
        Assert.Contains("WM_ZMQ_MODE=client", line, StringComparison.Ordinal);
        Assert.Contains("/shared/info.json", line, StringComparison.Ordinal);
    }

    IChannelReceiver ITransportListener.Joined(IWorkerChannel channel) => throw new NotSupportedException();

    void ITransportListener.Failed(Exception reason) => throw new NotSupportedException();

    private static NodeServerSettings Settings(int localWorkers) =>
        new("host", localWorkers, 1 << 20, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
}
