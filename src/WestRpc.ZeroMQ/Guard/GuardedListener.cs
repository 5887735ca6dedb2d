using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Guard;

/// <summary>An endpoint that peers connect to, and what each is greeted with.</summary>
internal sealed class GuardedListener(Socket socket, ZmtpRole role, IConnectionReceiver receiver, long key)
{
    public Socket Socket { get; } = socket;

    public ZmtpRole Role { get; } = role;

    public IConnectionReceiver Receiver { get; } = receiver;

    public long Key { get; } = key;

    public byte[] Greeting { get; } = ZmtpHandshake.Greeting();

    public byte[] Ready { get; } = ZmtpHandshake.Ready(role);
}
