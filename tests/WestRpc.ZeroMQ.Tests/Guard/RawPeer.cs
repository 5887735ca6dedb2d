using System.Net;
using System.Net.Sockets;
using System.Text;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Tests.Guard;

/// <summary>A peer that says what it is told to, well-formed or not.</summary>
internal sealed class RawPeer : IDisposable
{
    private const int ServerReady = 2 + 6 + 12 + 4 + 6;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public static byte[] Ready => ReadyOf("DEALER");

    private static CancellationToken TestEnd => TestContext.Current.CancellationToken;

    /// <param name="endpoint">Where to.</param>
    /// <param name="from">An address of this machine; null for the usual one.</param>
    public static async Task<RawPeer> ConnectAsync(IPEndPoint endpoint, IPAddress? from = null)
    {
        var peer = new RawPeer();
        if (from is not null)
            peer.socket.Bind(new IPEndPoint(from, 0));
        await peer.socket.ConnectAsync(endpoint, TestEnd);
        return peer;
    }

    /// <summary>Connects, greets, and has said READY and heard it.</summary>
    public static async Task<RawPeer> GreetAsync(IPEndPoint endpoint, IPAddress? from = null)
    {
        RawPeer peer = await ConnectAsync(endpoint, from);
        await peer.SayAsync([.. ZmtpHandshake.Greeting(), .. Ready]);
        await peer.HearAsync(ZmtpHandshake.GreetingSize + ServerReady);
        return peer;
    }

    /// <summary>The same, and lets itself in.</summary>
    public static async Task<RawPeer> JoinAsync(IPEndPoint endpoint, IPAddress? from = null)
    {
        RawPeer peer = await GreetAsync(endpoint, from);
        await peer.SayAsync(Frame("in"));
        Assert.Equal(Frame("in"), await peer.HearAsync(4));
        return peer;
    }

    public static byte[] ReadyOf(string socketType) => Frame(
        [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)socketType.Length, .. Encoding.ASCII.GetBytes(socketType)],
        flags: 4);

    public static byte[] Frame(string text) => Frame(Encoding.ASCII.GetBytes(text));

    public static byte[] Frame(byte[] body, byte flags = 0) => [flags, checked((byte)body.Length), .. body];

    public async Task SayAsync(byte[] bytes) => await socket.SendAsync(bytes, TestEnd);

    public async Task<byte[]> HearAsync(int count)
    {
        byte[] bytes = new byte[count];
        for (int filled = 0; filled < count;)
        {
            int more = await socket.ReceiveAsync(bytes.AsMemory(filled), TestEnd);
            Assert.NotEqual(0, more);
            filled += more;
        }

        return bytes;
    }

    /// <summary>Waits until the other side closes, whatever it says before.</summary>
    public async Task ClosedAsync()
    {
        byte[] rest = new byte[65_536];
        try
        {
            while (await socket.ReceiveAsync(rest, TestEnd) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset.
        }
    }

    public void Dispose() => socket.Dispose();
}
