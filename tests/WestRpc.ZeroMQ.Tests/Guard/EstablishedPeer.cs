using System.Diagnostics;
using System.Net;
using NetMQ;
using NetMQ.Sockets;

namespace WestRpc.ZeroMQ.Tests.Guard;

/// <summary>
/// A NetMQ socket that is in, and asks again and again: each message has to come back, in order. Only the thread that
/// made it may use it.
/// </summary>
internal sealed class EstablishedPeer : IDisposable
{
    private readonly DealerSocket socket = new();

    public EstablishedPeer(IPEndPoint endpoint)
    {
        socket.Options.Linger = TimeSpan.Zero;
        socket.Connect($"tcp://{endpoint}");
    }

    public int Echoed { get; private set; }

    /// <summary>How long until it is in. A NetMQ socket connects again by itself, and what it had sent is lost.</summary>
    public TimeSpan Join(TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < limit)
        {
            socket.SendFrame("in");
            if (socket.TryReceiveFrameString(TimeSpan.FromMilliseconds(500), out _))
            {
                while (socket.TryReceiveFrameString(TimeSpan.Zero, out _))
                {
                }

                return Stopwatch.GetElapsedTime(start);
            }
        }

        throw new TimeoutException($"A peer could not get in within {limit.TotalSeconds} s.");
    }

    public void Echo()
    {
        string text = $"message {Echoed}";
        socket.SendFrame(text);
        string? answer;
        do
            Assert.True(socket.TryReceiveFrameString(TimeSpan.FromSeconds(10), out answer), $"{text} was not answered.");
        while (answer == "in"); // It may have asked more than once to be let in.
        Assert.Equal(text, answer);
        Echoed++;
    }

    public void Dispose() => socket.Dispose();
}
