using System.Net;
using System.Net.Sockets;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>What comes of a bare connection to an address.</summary>
internal enum Reach
{
    /// <summary>Somebody listens there.</summary>
    Open,

    /// <summary>The machine is there, and nobody listens: a process that did is gone.</summary>
    Refused,

    /// <summary>No answer: nobody knows.</summary>
    Silent,
}

/// <summary>Finds out, which a ZeroMQ socket does not tell.</summary>
internal static class Reachability
{
    public static async Task<Reach> OfAsync(IPEndPoint address, TimeSpan timeout, CancellationToken stop)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(timeout);
        try
        {
            await socket.ConnectAsync(address, limit.Token);
            return Reach.Open;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused ? Reach.Refused : Reach.Silent;
        }
        catch (OperationCanceledException)
        {
            return Reach.Silent;
        }
    }
}
