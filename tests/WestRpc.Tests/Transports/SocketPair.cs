using System.Net.Sockets;
using WestRpc.Transports.Processes;

namespace WestRpc.Tests.Transports;

/// <summary>Both ends of a Unix socket, as a master and a child have them.</summary>
internal sealed class SocketPair : IDisposable
{
    public SocketPair()
    {
        using SocketDirectory directory = SocketDirectory.Create();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(directory.SocketPath));
        listener.Listen();
        Here = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Here.Connect(new UnixDomainSocketEndPoint(directory.SocketPath));
        There = listener.Accept();
    }

    public Socket Here { get; }

    public Socket There { get; }

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
    }
}
