using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using NetMQ;
using NetMQ.Sockets;
using WestRpc.ZeroMQ.Guard;
using WestRpc.ZeroMQ.Zmtp;
using Frames = WestRpc.ZeroMQ.Tests.Attacks.Zmtp;

namespace WestRpc.ZeroMQ.Tests.Guard;

/// <summary>A listener and NetMQ's sockets, in one process.</summary>
public sealed class ConnectionGuardTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 0);

    private readonly ConcurrentQueue<string> reports = new();
    private readonly BlockingCollection<string> closed = [];
    private readonly EchoReceiver receiver;
    private readonly ConnectionGuard guard;

    public ConnectionGuardTests()
    {
        receiver = new EchoReceiver { OnClosed = closed.Add };
        guard = new ConnectionGuard(new GuardLimits(256), reports.Enqueue);
    }

    public void Dispose()
    {
        guard.Dispose();
        closed.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task Messages_of_all_sizes_go_both_ways_in_order() => await OnOwnThreadAsync(() =>
    {
        using DealerSocket node = Join();
        int[] sizes = [0, 1, 255, 256, 8_191, 8_192, 70_000, 1 << 20, 5 << 20, 3];
        for (int round = 0; round < 3; round++)
        {
            foreach (int size in sizes)
                node.SendFrame(Body(size));
            foreach (int size in sizes)
                Assert.Equal(Body(size), Receive(node));
        }
    });

    [Fact(Timeout = 60_000)]
    public async Task A_socket_that_sends_heartbeats_gets_its_answers() => await OnOwnThreadAsync(() =>
    {
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Router, receiver);
        using var node = new DealerSocket();
        node.Options.HeartbeatInterval = TimeSpan.FromMilliseconds(50);
        node.Options.HeartbeatTimeout = TimeSpan.FromMilliseconds(300);
        node.Connect($"tcp://{endpoint}");
        node.SendFrame("in");
        Receive(node);
        // Without answers the socket would close the connection.
        Assert.False(closed.TryTake(out _, TimeSpan.FromSeconds(1)));
        node.SendFrame("still");
        Assert.Equal("still"u8.ToArray(), Receive(node));
    });

    [Fact(Timeout = 60_000)]
    public async Task A_subscriber_gets_what_is_published() => await OnOwnThreadAsync(() =>
    {
        var publisher = new Publisher();
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Publisher, publisher);
        using var node = new SubscriberSocket();
        node.Connect($"tcp://{endpoint}");
        node.Subscribe("news");
        Assert.Equal("news from the master"u8.ToArray(), Receive(node));
    });

    [Fact(Timeout = 60_000)]
    public async Task Any_thread_may_send_and_close() => await OnOwnThreadAsync(() =>
    {
        var catcher = new Catcher();
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Router, catcher);
        using var node = new DealerSocket();
        node.Connect($"tcp://{endpoint}");
        node.SendFrame("in");
        Assert.True(catcher.Caught.Task.Wait(Limit, TestContext.Current.CancellationToken));
        GuardedConnection connection = catcher.Caught.Task.Result;

        const int Threads = 4;
        const int Each = 2_000;
        var senders = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                connection.Send([(byte)thread, (byte)(i >> 8), (byte)i]);
                connection.Flush();
            }
        })).ToArray();
        Array.ForEach(senders, static t => t.Start());
        int[] next = new int[Threads];
        for (int i = 0; i < Threads * Each; i++)
        {
            byte[] message = Receive(node);
            Assert.Equal(next[message[0]]++, (message[1] << 8) | message[2]);
        }

        Array.ForEach(senders, static t => t.Join());
        connection.Close("Enough.");
        Assert.Equal("Enough.", catcher.Closings.Take(TestContext.Current.CancellationToken));
        connection.Send("nobody is there"u8);
        connection.Flush();
    });

    [Fact(Timeout = 60_000)]
    public async Task Who_leaves_is_reported_once()
    {
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Router, receiver);
        (await RawPeer.JoinAsync(endpoint)).Dispose();
        Assert.True(closed.TryTake(out string? reason, Limit));
        Assert.Equal("The peer closed the connection.", reason);
        Assert.False(closed.TryTake(out _));
        Assert.Empty(reports);
    }

    [Fact]
    public async Task A_refused_stranger_is_reported_with_address_and_reason()
    {
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Router, receiver);
        using RawPeer peer = await RawPeer.ConnectAsync(endpoint);
        await peer.SayAsync([.. "GET / HTTP/1.1\r\n\r\n"u8]);
        await peer.ClosedAsync();
        string report = Assert.Single(reports);
        Assert.StartsWith("Refused a connection from 127.0.0.1:", report, StringComparison.Ordinal);
        Assert.EndsWith(": What came is no ZMTP greeting, or one of version 1.", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_looks_whether_somebody_listens_is_not_reported()
    {
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Router, receiver);
        using (RawPeer looks = await RawPeer.ConnectAsync(endpoint))
            await looks.HearAsync(1); // What it leaves unread makes its end a reset.
        using RawPeer stranger = await RawPeer.ConnectAsync(endpoint);
        await stranger.SayAsync([.. "GET / HTTP/1.1\r\n\r\n"u8]);
        await stranger.ClosedAsync();
        Assert.Contains("no ZMTP greeting", Assert.Single(reports), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(null, 1_024)]
    [InlineData(5_000, 5_000)]
    public async Task A_member_may_send_what_its_endpoint_is_for(int? frameBytes, int most)
    {
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Router, receiver, frameBytes);
        using RawPeer member = await RawPeer.JoinAsync(endpoint);
        await member.SayAsync(Frames.Frame(new byte[most]));
        Assert.Equal(Frames.Frame(new byte[most]), await member.HearAsync(9 + most));
        await member.SayAsync(Frames.Frame(new byte[most + 1])[..9]);
        await member.ClosedAsync();
        Assert.Equal($"A frame of {most + 1:N0} bytes is announced; {most:N0} are allowed.", closed.Take(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_port_that_is_taken_is_an_error()
    {
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Router, receiver);
        SocketException error = Assert.Throws<SocketException>(() => guard.Listen(endpoint, ZmtpRole.Router, receiver));
        Assert.Equal(SocketError.AddressAlreadyInUse, error.SocketErrorCode);
    }

    [Fact]
    public async Task When_the_guard_stops_connections_and_endpoints_are_closed()
    {
        IPEndPoint endpoint = guard.Listen(Anywhere, ZmtpRole.Router, receiver);
        using RawPeer member = await RawPeer.JoinAsync(endpoint);
        guard.Dispose();
        await member.ClosedAsync();
        Assert.Equal("The master has stopped.", closed.Take(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<SocketException>(() => RawPeer.ConnectAsync(endpoint));
    }

    private static byte[] Body(int size)
    {
        byte[] body = new byte[size];
        new Random(size).NextBytes(body);
        return body;
    }

    private static byte[] Receive(NetMQSocket socket)
    {
        Assert.True(socket.TryReceiveFrameBytes(Limit, out byte[]? message));
        return message;
    }

    // A NetMQ socket belongs to one thread.
    private static Task OnOwnThreadAsync(Action action) => Task.Factory.StartNew(action, TaskCreationOptions.LongRunning);

    private DealerSocket Join()
    {
        var node = new DealerSocket();
        node.Connect($"tcp://{guard.Listen(Anywhere, ZmtpRole.Router, receiver, Array.MaxLength)}");
        node.SendFrame("in");
        Assert.Equal("in"u8.ToArray(), Receive(node));
        return node;
    }

    private sealed class Publisher : IConnectionReceiver
    {
        public void Received(GuardedConnection connection, Memory<byte> message)
        {
            Assert.Equal("\u0001news"u8.ToArray(), message.ToArray());
            connection.Authenticate();
            connection.Send("news from the master"u8);
        }

        public void BatchEnded(GuardedConnection connection) => connection.Flush();

        public void Closed(GuardedConnection connection, string reason)
        {
        }
    }

    private sealed class Catcher : IConnectionReceiver
    {
        public TaskCompletionSource<GuardedConnection> Caught { get; } = new();

        public BlockingCollection<string> Closings { get; } = [];

        public void Received(GuardedConnection connection, Memory<byte> message)
        {
            connection.Authenticate();
            Caught.SetResult(connection);
        }

        public void BatchEnded(GuardedConnection connection)
        {
        }

        public void Closed(GuardedConnection connection, string reason) => Closings.Add(reason);
    }
}
