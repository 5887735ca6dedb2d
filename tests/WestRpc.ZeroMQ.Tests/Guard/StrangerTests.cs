using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Tests.Guard;

/// <summary>What somebody who does not authenticate may cost: that connection, five seconds, 1,024 bytes.</summary>
public sealed class StrangerTests : IAsyncLifetime
{
    private readonly RunningProgram program = GuardedProgram.Start();
    private IPEndPoint endpoint = null!;
    private RawPeer member = null!;

    public async ValueTask InitializeAsync()
    {
        endpoint = await GuardedProgram.EndpointAsync(program);
        member = await RawPeer.JoinAsync(endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        member.Dispose();
        await program.DisposeAsync();
    }

    private static (string What, byte[] Said)[] Stalling =>
    [
        ("silent", []),
        ("half a greeting", ZmtpHandshake.Greeting()[..30]),
        ("greeting", ZmtpHandshake.Greeting()),
        ("half a READY", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready[..12]]),
        ("READY", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready]),
        ("a message that proves nothing", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready, .. RawPeer.Frame("hello")]),
        ("half a message", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready, 0, 200, 1]),
    ];

    public static TheoryData<string, byte[]> Wrong => new()
    {
        { "ZMTP 1", [1, 0, .. RawPeer.Frame("hello")] },
        { "ZMTP 1 in the long form", [0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0] },
        { "ZMTP 2", [.. ZmtpHandshake.Greeting()[..10], 1, 5, 0, 0] },
        { "CURVE", [.. ZmtpHandshake.Greeting()[..12], .. "CURVE"u8, .. new byte[47]] },
        { "HTTP", [.. "GET / HTTP/1.1\r\n\r\n"u8] },
        { "a message before READY", [.. ZmtpHandshake.Greeting(), .. RawPeer.Frame("in")] },
        { "a READY of another socket type", [.. ZmtpHandshake.Greeting(), .. RawPeer.ReadyOf("SUB")] },
        { "two parts", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready, .. RawPeer.Frame([1], flags: 1)] },
        { "flags that mean nothing", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready, 0x88, 0] },
        { "2^62 bytes", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready, .. Announce(1L << 62)] },
        { "1 GiB", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready, .. Announce(1 << 30)] },
        { "more than 1,024 bytes", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready, .. Enumerable.Repeat(RawPeer.Frame("hello"), 200).SelectMany(static b => b)] },
        { "a message whose receiver throws", [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready, .. RawPeer.Frame("out")] },
    };

    [Fact(Timeout = 60_000)]
    public async Task Who_stalls_is_closed_after_five_seconds()
    {
        await Task.WhenAll(Stalling.Select(s => StallAsync(s.What, s.Said)));
        await MemberIsServedAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_drips_bytes_gains_no_time_by_it()
    {
        long start = Stopwatch.GetTimestamp();
        using RawPeer peer = await RawPeer.ConnectAsync(endpoint);
        Task closed = peer.ClosedAsync();
        for (int i = 0; i < ZmtpHandshake.GreetingSize && !closed.IsCompleted; i++)
        {
            try
            {
                await peer.SayAsync([ZmtpHandshake.Greeting()[i]]);
            }
            catch (SocketException)
            {
                break;
            }

            await Task.WhenAny(closed, Task.Delay(200, TestContext.Current.CancellationToken));
        }

        await closed;
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10));
        await MemberIsServedAsync();
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_closed_at_once(string what, byte[] said)
    {
        long start = Stopwatch.GetTimestamp();
        using RawPeer peer = await RawPeer.ConnectAsync(endpoint);
        await peer.SayAsync(said);
        await peer.ClosedAsync();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(4), what);
        await MemberIsServedAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_member_that_announces_what_no_memory_can_hold_costs_its_connection()
    {
        foreach (long size in new[] { 1L << 62, int.MaxValue, 1L << 30 })
        {
            using RawPeer peer = await RawPeer.JoinAsync(endpoint);
            await peer.SayAsync(Announce(size));
            await peer.ClosedAsync();
            await MemberIsServedAsync();
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_member_that_does_not_read_costs_its_connection()
    {
        using RawPeer peer = await RawPeer.JoinAsync(endpoint);
        await peer.SayAsync(RawPeer.Frame("flood 4000"));
        string reason = await program.LineAsync("closed ");
        Assert.Contains("a peer that does not read", reason, StringComparison.Ordinal);
        await MemberIsServedAsync();
    }

    [Fact(Timeout = 120_000)]
    public async Task A_hundred_thousand_connections_of_malformed_bytes_leave_the_process_as_it_was()
    {
        const int Threads = 4;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => SayMalformed(new Random(thread), 100_000 / Threads), TaskCreationOptions.LongRunning)));
        using RawPeer newcomer = await RawPeer.JoinAsync(endpoint);
        await MemberIsServedAsync();
    }

    private void SayMalformed(Random random, int times)
    {
        byte[] answer = new byte[256];
        for (int i = 0; i < times; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(endpoint);
            socket.Send(Malformed(random), SocketFlags.None, out SocketError error);
            // Who waits for the other side to close leaves no port in TIME_WAIT; there are fewer than are needed here.
            if (error is SocketError.Success)
                socket.Shutdown(SocketShutdown.Send);
            while (error is SocketError.Success && socket.Receive(answer, SocketFlags.None, out error) > 0)
            {
            }
        }
    }

    private async Task StallAsync(string what, byte[] said)
    {
        long start = Stopwatch.GetTimestamp();
        using RawPeer peer = await RawPeer.ConnectAsync(endpoint);
        if (said.Length > 0)
            await peer.SayAsync(said);
        await peer.ClosedAsync();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        Assert.True(time > TimeSpan.FromSeconds(4.9) && time < TimeSpan.FromSeconds(10), $"{what}: closed after {time}.");
    }

    private static byte[] Malformed(Random random)
    {
        byte[] noise = new byte[random.Next(1, 200)];
        random.NextBytes(noise);
        byte[][] beginnings = [[], ZmtpHandshake.Greeting(), [.. ZmtpHandshake.Greeting(), .. RawPeer.Ready]];
        return [.. beginnings[random.Next(3)], .. noise];
    }

    private static byte[] Announce(long size)
    {
        byte[] header = new byte[9];
        header[0] = 2;
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(1), size);
        return header;
    }

    private async Task MemberIsServedAsync()
    {
        await member.SayAsync(RawPeer.Frame("still here"));
        Assert.Equal(RawPeer.Frame("still here"), await member.HearAsync(12));
    }
}
