using System.Net.Sockets;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Guard;

/// <summary>An endpoint that peers connect to, and who hears what they say.</summary>
internal sealed class GuardedListener(Socket socket, ZmtpRole role, IConnectionReceiver receiver, int frameBytes, long key)
{
    public Socket Socket { get; } = socket;

    public ZmtpRole Role { get; } = role;

    public IConnectionReceiver Receiver { get; } = receiver;

    /// <summary>The largest frame of those who have authenticated.</summary>
    public int FrameBytes { get; } = frameBytes;

    public long Key { get; } = key;
}
