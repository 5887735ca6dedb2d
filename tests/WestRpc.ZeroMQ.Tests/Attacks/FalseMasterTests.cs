using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Nodes;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Tests.Life;
using WestRpc.ZeroMQ.Wire;
using WestRpc.ZeroMQ.Zmtp;
using Frames = WestRpc.ZeroMQ.Tests.Attacks.Zmtp;

namespace WestRpc.ZeroMQ.Tests.Attacks;

/// <summary>Whoever listens where a node looks for its master, and is not it: what it may cost the node is a few seconds and little memory.</summary>
public sealed class FalseMasterTests : IAsyncDisposable
{
    private const int Limit = 60_000;
    private const string NotTaken = "the server did not take this node's greeting (another secret or version, or no WestRpc server): ";

    private static readonly byte[] Greeted = [.. ZmtpHandshake.Greeting(), .. Frame(ZmtpHandshake.Ready(ZmtpRole.Router), command: true)];

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private Task serving = Task.CompletedTask;

    public static TheoryData<string, byte[], byte[], string?> False => new()
    {
        { "says nothing", [], [], null },
        { "half a greeting", ZmtpHandshake.Greeting()[..30], [], null },
        { "a greeting", ZmtpHandshake.Greeting(), [], null },
        { "a greeting and READY", Greeted, [], null },
        { "half a frame", [.. Greeted, 0, 64, 1, 2, 3], [], null },
        { "a message, byte by byte", [.. Greeted, .. Announce(1_000)], [0xff], null },
        { "READY, and PING for ever", Greeted, Frame([4, .. "PING"u8, 0, 0], command: true), null },
        { "noise", [.. Enumerable.Range(1, 100).Select(static i => (byte)(i * 37))], [], NotTaken + "What came is no ZMTP greeting, or one of version 1." },
        { "HTTP", [.. "HTTP/1.1 400 Bad Request\r\n\r\n"u8], [], NotTaken + "What came is no ZMTP greeting, or one of version 1." },
        { "2^62 bytes", [.. Greeted, .. Announce(1L << 62)], [], NotTaken + "A frame of 4,611,686,018,427,387,904 bytes is announced; 1,024 are allowed." },
        { "1 GiB", [.. Greeted, .. Announce(1 << 30)], [], NotTaken + "A frame of 1,073,741,824 bytes is announced; 1,024 are allowed." },
        { "two parts", [.. Greeted, 1, 1, 0], [], NotTaken + "A message of more than one part came; each is one." },
        { "a short reply", [.. Greeted, .. Frame(new byte[10])], [], "What came (10 bytes) is not WestRpc's." },
        { "a made-up reply", [.. Greeted, .. Frame(Reply())], [], "not sealed with this run's secret" },
    };

    [Theory(Timeout = Limit)]
    [MemberData(nameof(False))]
    public async Task Join_SomebodyElse_IsGivenUp(string what, byte[] first, byte[] more, string? expected)
    {
        Assert.NotEmpty(what);
        IPEndPoint address = Serve(first, more);
        Exception? refused = await Record.ExceptionAsync(() => Task.Factory.StartNew(() => Assert.Null(Join(address)), TaskCreationOptions.LongRunning));
        if (expected is null)
            Assert.Null(refused);
        else
            Assert.Contains(expected, Assert.IsType<Exception>(refused, exactMatch: false).Message, StringComparison.Ordinal);
        Assert.True(refused is null or WireException or SealException, $"{refused}");
    }

    [Theory(Timeout = Limit)]
    [InlineData(0, "Nobody answers at ")]
    [InlineData(7, "What came is no ZMTP greeting")]
    [InlineData(9, "A frame of 4,611,686,018,427,387,904 bytes is announced; 1,024 are allowed.")]
    [InlineData(13, "not sealed with this run's secret")]
    public async Task A_client_says_what_is_wrong_with_its_server_and_gives_up(int which, string why)
    {
        (_, byte[] first, byte[] more, _) = False.ElementAt(which).Data;
        string address = Serve(first, more).ToString();
        await using var cluster = new Cluster();
        using RunSecret secret = RunSecret.Generate();
        cluster.UseEndpoints($"tcp://{address}", secret);
        cluster.Environment["WM_ZMQ_STARTUP_TIMEOUT"] = "1";
        (int code, string output, string error) = await cluster.StartNode().EndAsync();
        Assert.Equal((2, ""), (code, output));
        string[] lines = error.Split('\n');
        Assert.Contains(lines, l => l.Contains(address, StringComparison.Ordinal) && l.Contains(why, StringComparison.Ordinal));
        Assert.Equal(
            $"Nobody answers at {address}, after 1 s: start the server, check firewalls between here and there, or wait longer (WM_ZMQ_STARTUP_TIMEOUT).", lines[^1]);
        Assert.InRange(lines.Length, 1, 3);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        listener.Dispose();
        stop.Dispose();
    }

    private static MasterLink? Join(IPEndPoint address)
    {
        using RunSecret secret = RunSecret.Generate();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(address);
        return MasterLink.TryJoin(
            socket, address, address, secret, new NodeHello("node", 1, 1, 1, 1, ""),
            new NodeSettings(TimeSpan.FromSeconds(1), 5, 1 << 30, TimeSpan.FromSeconds(1)));
    }

    /// <summary>Says the one to whoever comes, and then the other now and then.</summary>
    private IPEndPoint Serve(byte[] first, byte[] more)
    {
        listener.Start();
        serving = Task.Run(async () =>
        {
            var peers = new List<Task>();
            try
            {
                while (true)
                    peers.Add(SpeakAsync(await listener.AcceptSocketAsync(stop.Token), first, more));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
            {
                // A listener that was stopped says that it is not listening.
                await Task.WhenAll(peers);
            }
        });
        return (IPEndPoint)listener.LocalEndpoint;
    }

    private async Task SpeakAsync(Socket peer, byte[] first, byte[] more)
    {
        using (peer)
        {
            try
            {
                await peer.SendAsync(first, stop.Token);
                while (true)
                {
                    await Task.Delay(10, stop.Token);
                    await peer.SendAsync(more, stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // It has given up, or the test ends.
            }
        }
    }

    private static byte[] Frame(byte[] text, bool command = false)
    {
        byte[] frame = Frames.Frame(text);
        if (command)
            frame[0] |= 4;
        return frame;
    }

    private static byte[] Announce(long size)
    {
        byte[] header = new byte[9];
        header[0] = 2;
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(1), size);
        return header;
    }

    private static byte[] Reply()
    {
        byte[] reply = new byte[Handshake.ReplySize];
        Random.Shared.NextBytes(reply);
        Preamble.Write(reply, MessageKind.Reply, SessionChannel.Tasks);
        return reply;
    }
}
