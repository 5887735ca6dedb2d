using System.Net;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Tests.Guard;

/// <summary>Many peers that connect, say nothing, and connect again as soon as they are put out.</summary>
internal sealed class SilentFlood : IDisposable
{
    private const int Threads = 8;

    private readonly Thread[] threads;
    private volatile bool ending;
    private long connected;

    public SilentFlood(IPEndPoint endpoint, int peers)
    {
        threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() => Run(endpoint, peers / Threads)))];
        Array.ForEach(threads, static t => t.Start());
    }

    public long Connected => Interlocked.Read(ref connected);

    public void Dispose()
    {
        ending = true;
        Array.ForEach(threads, static t => t.Join());
    }

    private void Run(IPEndPoint endpoint, int peers)
    {
        var sockets = new Socket?[peers];
        byte[] greeting = new byte[128];
        while (!ending)
        {
            for (int i = 0; i < peers && !ending; i++)
            {
                if (IsOpen(sockets[i], greeting))
                    continue;
                sockets[i]?.Dispose();
                sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                try
                {
                    sockets[i]!.Connect(endpoint);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // Under way.
                }

                Interlocked.Increment(ref connected);
            }
        }

        foreach (Socket? socket in sockets)
            socket?.Dispose();
    }

    private static bool IsOpen(Socket? socket, Span<byte> greeting)
    {
        if (socket is null)
            return false;
        int count = socket.Receive(greeting, SocketFlags.None, out SocketError error);
        return error is SocketError.WouldBlock or SocketError.NotConnected or SocketError.InProgress
            || (error is SocketError.Success && count > 0);
    }
}
