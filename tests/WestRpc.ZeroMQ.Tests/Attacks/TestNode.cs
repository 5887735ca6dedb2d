using Microsoft.Extensions.Logging;
using WestRpc.ZeroMQ.Nodes;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>A node that serves on a thread of its own.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly MasterLink link;
    private readonly Node node;

    public TestNode(MasterLink link, string host, NodeSettings settings, ILogger logger)
    {
        this.link = link;
        Workers = new EchoWorkers(host);
        node = new Node(link, Workers, settings, logger);
        End = Task.Factory.StartNew(() => node.Serve(stop.Token, CancellationToken.None), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public EchoWorkers Workers { get; }

    public Task<NodeEnd> End { get; }

    public async ValueTask DisposeAsync()
    {
        if (!stop.IsCancellationRequested)
            await stop.CancelAsync();
        await End;
        await node.DisposeAsync();
        link.Dispose();
        stop.Dispose();
    }
}
