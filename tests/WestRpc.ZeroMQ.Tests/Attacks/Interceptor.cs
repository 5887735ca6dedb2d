using System.Net;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>Somebody on the path to one port: records all, and does with each message what he likes.</summary>
internal sealed class Interceptor : IAsyncDisposable
{
    private const int PartsPerSecond = 20;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Task> tasks = [];
    private readonly MemoryStream fromNode = new();
    private readonly MemoryStream fromMaster = new();
    private readonly int port;

    public Interceptor(int port)
    {
        this.port = port;
        listener.Start();
        Run(AcceptAsync);
    }

    /// <summary>Makes of a message those that go on; the first argument is whether it is the node's, the last sends one back.</summary>
    public Func<bool, byte[], Func<byte[], Task>, Task<byte[][]>>? OnMessage { get; set; }

    /// <summary>How fast the path is; null for as fast as can be.</summary>
    public int? BytesPerSecond { get; set; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>All that the node's side has said.</summary>
    public byte[] FromNode => Copy(fromNode);

    /// <summary>All that the master's side has said.</summary>
    public byte[] FromMaster => Copy(fromMaster);

    /// <summary>All that was said in both directions.</summary>
    public byte[] All => [.. FromNode, .. FromMaster];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        Task[] all;
        lock (tasks)
            all = [.. tasks];
        await Task.WhenAll(all);
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient node = await listener.AcceptTcpClientAsync(stop.Token);
            Run(() => PassAsync(node));
        }
    }

    private async Task PassAsync(TcpClient node)
    {
        using (node)
        using (var master = new TcpClient())
        {
            await master.ConnectAsync(IPAddress.Loopback, port, stop.Token);
            TaskCompletionSource nodeIsReady = new(), masterIsReady = new();
            Task up = PumpAsync(node.GetStream(), master.GetStream(), isNode: true, nodeIsReady, masterIsReady.Task);
            Task down = PumpAsync(master.GetStream(), node.GetStream(), isNode: false, masterIsReady, nodeIsReady.Task);
            await Task.WhenAny(up, down);
            node.Close();
            master.Close();
            await Task.WhenAll(up, down);
        }
    }

    /// <summary>What is sent back comes behind the other side's READY: a message before that is no message.</summary>
    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isNode, TaskCompletionSource ready, Task otherIsReady)
    {
        try
        {
            byte[] greeting = new byte[Zmtp.GreetingSize];
            for (int at = 0; at < greeting.Length;)
            {
                int count = await from.ReadAsync(greeting.AsMemory(at), stop.Token);
                if (count == 0)
                    return;
                await SendAsync(to, greeting[at..(at + count)], isNode);
                at += count;
            }

            while (await Zmtp.ReadFrameAsync(from, stop.Token) is { } frame)
            {
                byte[][] passed = [frame];
                if (OnMessage is { } change && !Zmtp.IsCommand(frame))
                {
                    byte[][] texts = await change(isNode, Zmtp.Text(frame), SendBackAsync);
                    passed = [.. texts.Select(Zmtp.Frame)];
                }

                foreach (byte[] one in passed)
                    await SendAsync(to, one, isNode);
                ready.TrySetResult();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One of the two is gone.
        }

        async Task SendBackAsync(byte[] text)
        {
            await otherIsReady.WaitAsync(stop.Token);
            await SendAsync(from, Zmtp.Frame(text), !isNode);
        }
    }

    private async Task SendAsync(NetworkStream to, byte[] bytes, bool isNode)
    {
        MemoryStream record = isNode ? fromNode : fromMaster;
        lock (record)
            record.Write(bytes);
        if (BytesPerSecond is not { } speed)
        {
            await to.WriteAsync(bytes, stop.Token);
            return;
        }

        foreach (byte[] part in bytes.Chunk(speed / PartsPerSecond))
        {
            await to.WriteAsync(part, stop.Token);
            await Task.Delay(TimeSpan.FromSeconds(1.0 / PartsPerSecond), stop.Token);
        }
    }

    private void Run(Func<Task> run)
    {
        lock (tasks)
            tasks.Add(Task.Run(Quietly));

        async Task Quietly()
        {
            try
            {
                await run();
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // It ends, or the master does.
            }
        }
    }

    private static byte[] Copy(MemoryStream record)
    {
        lock (record)
            return record.ToArray();
    }
}
