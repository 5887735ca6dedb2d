using System.Net;

namespace WestRpc.ZeroMQ.Guard;

/// <summary>
/// The connections that have not authenticated, the oldest first. Whoever opens many competes with itself: the one that makes
/// room is the oldest of the address that has the most.
/// </summary>
internal sealed class Strangers
{
    private readonly LinkedList<GuardedConnection> connections = [];
    private readonly Dictionary<IPAddress, int> byAddress = [];

    public int Count => connections.Count;

    public GuardedConnection? Oldest => connections.First?.Value;

    public void Add(GuardedConnection connection)
    {
        connection.Place = connections.AddLast(connection);
        byAddress[connection.Peer.Address] = byAddress.GetValueOrDefault(connection.Peer.Address) + 1;
    }

    public bool Remove(GuardedConnection connection)
    {
        if (connection.Place is not { } place)
            return false;
        connections.Remove(place);
        connection.Place = null;
        int left = byAddress[connection.Peer.Address] - 1;
        if (left > 0)
            byAddress[connection.Peer.Address] = left;
        else
            byAddress.Remove(connection.Peer.Address);
        return true;
    }

    /// <summary>Who has to go for another to come; null where there is none.</summary>
    public GuardedConnection? Worst()
    {
        GuardedConnection? worst = null;
        int most = 0;
        foreach (GuardedConnection connection in connections)
        {
            int count = byAddress[connection.Peer.Address];
            if (count > most)
                (worst, most) = (connection, count);
        }

        return worst;
    }
}
