using System.Net;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>A call to an address.</summary>
/// <param name="Reach">What came of it.</param>
/// <param name="Socket">The connection, where somebody listens there.</param>
internal readonly record struct Dial(Reach Reach, Socket? Socket = null)
{
    /// <summary>Connects, if that can be done in time.</summary>
    public static async Task<Dial> ToAsync(IPEndPoint address, TimeSpan timeout, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(address, limit.Token);
            return new Dial(Reach.Open, socket);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            return new Dial(e.SocketErrorCode == SocketError.ConnectionRefused ? Reach.Refused : Reach.Silent);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            return new Dial(Reach.Silent);
        }
    }

    /// <summary>Looks whether somebody listens there, and hangs up.</summary>
    public static async Task<Reach> LookAsync(IPEndPoint address, TimeSpan timeout, CancellationToken stop)
    {
        Dial dial = await ToAsync(address, timeout, stop);
        dial.Socket?.Dispose();
        return dial.Reach;
    }
}
