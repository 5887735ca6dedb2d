using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WestRpc.Transports.Processes;

/// <summary>Who is at the other end of a Unix socket, as the kernel says (SO_PEERCRED, unix(7)).</summary>
internal static class PeerCredentials
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredential = 17; // SO_PEERCRED

    public static (int ProcessId, int UserId) Of(Socket socket)
    {
        Span<int> credentials = stackalloc int[3]; // pid, uid, gid
        socket.GetRawSocketOption(SocketLevel, PeerCredential, MemoryMarshal.AsBytes(credentials));
        return (credentials[0], credentials[1]);
    }
}
