using System.Net;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>What comes of a call to an address.</summary>
/// <param name="Socket">The connection, where somebody listens there.</param>
/// <param name="Refused">The machine is there, and nobody listens: a process that did is gone. Else nobody knows.</param>
internal readonly record struct Dial(Socket? Socket, bool Refused)
{
    /// <summary>Connects, if that can be done in time.</summary>
    public static async Task<Dial> ToAsync(IPEndPoint address, TimeSpan timeout, CancellationToken stop)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        try
        {
            await socket.ConnectAsync(address, limit.Token);
            return new Dial(socket, Refused: false);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            return new Dial(null, e.SocketErrorCode == SocketError.ConnectionRefused);
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            return default;
        }
    }
}
