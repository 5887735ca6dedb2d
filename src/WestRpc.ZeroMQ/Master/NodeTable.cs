using Microsoft.Extensions.Logging;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Wire;

namespace WestRpc.ZeroMQ.Master;

/// <summary>
/// The nodes that there are: which numbers they get, which of them are silent for too long or come again, and what they are told.
/// Knows no socket and no clock; entered from any thread.
/// </summary>
internal sealed class NodeTable(NodeServerSettings settings, ILogger logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, NodeSession> sessions = [];
    private long beat;
    private volatile bool stopping;
    private volatile bool ended;

    /// <summary>How many workers they have, those included that are just being replaced.</summary>
    public int WorkerCount
    {
        get
        {
            lock (gate)
                return sessions.Values.Sum(static n => n.Numbers.End.Value - n.Numbers.Start.Value);
        }
    }

    public int Count
    {
        get
        {
            lock (gate)
                return sessions.Count;
        }
    }

    /// <summary>A node has said who it is; it gets the numbers of its workers.</summary>
    public void Add(NodeSession node)
    {
        CloseFormer(node.Hello!);
        lock (gate)
        {
            node.Numbers = Allocate(node.Hello!);
            sessions.Add(node.Id, node);
        }
    }

    /// <summary>The session of that id; null where there is none.</summary>
    public NodeSession? Find(string id)
    {
        lock (gate)
            return sessions.GetValueOrDefault(id);
    }

    /// <summary>Gives up those that were silent for too long, and says to the others that the master lives. One thread, often.</summary>
    /// <param name="now">Milliseconds in which the master ran, by the sessions' clock.</param>
    public void Look(long now)
    {
        bool isTime = now - beat >= settings.Heartbeat.TotalMilliseconds;
        if (isTime)
            beat = now;
        foreach (NodeSession node in All())
        {
            if (now - node.HeardAt > settings.NodeTimeout.TotalMilliseconds)
            {
                Close(node, $"it said nothing for {settings.NodeTimeout.TotalSeconds:0.###} s (WM_ZMQ_WORKER_HEARTBEAT × WM_ZMQ_TIMEOUT_FACTOR)");
            }
            else if (isTime && node.HasJoined)
            {
                node.Append(0, new Frame(NodeFrame.MasterHeartbeat));
                node.Flush();
            }
        }
    }

    /// <summary>Tells all nodes that it is over; who joins later is told so as well.</summary>
    public void BeginStop()
    {
        stopping = true;
        foreach (NodeSession node in All().Where(static n => n.HasJoined))
            Confirm(node);
    }

    /// <summary>Says to a node what holds now.</summary>
    public void Confirm(NodeSession node)
    {
        if (!stopping)
            return;
        node.Append(0, new Frame(NodeFrame.NodeStop));
        node.Flush();
    }

    /// <summary>The node said that it leaves.</summary>
    public void Leave(NodeSession node)
    {
        if (node.Trouble.Length > 0)
            Log.NodeLost(logger, node.Name, node.Trouble);
        else
            Log.NodeLeft(logger, node.Name);
        Remove(node);
        node.Close(node.Trouble.Length > 0 ? node.Trouble : "its node left");
    }

    /// <summary>The node is lost, or given up.</summary>
    public void Close(NodeSession node, string reason)
    {
        if (!node.IsClosed && !ended && node.Hello is not null)
        {
            Log.NodeLost(logger, node.Name, reason);
            node.Refuse(reason);
        }

        Remove(node);
        node.Close(reason);
    }

    /// <summary>All is over; nobody is told.</summary>
    public void CloseAll(string reason)
    {
        stopping = ended = true;
        foreach (NodeSession node in All())
            Close(node, reason);
    }

    /// <summary>A node that lost its session comes again, maybe before the master missed it.</summary>
    private void CloseFormer(NodeHello hello)
    {
        NodeSession? former;
        lock (gate)
            former = hello.Instance.Length == 0 ? null : sessions.Values.FirstOrDefault(n => n.Hello!.Instance == hello.Instance);
        if (former is not null)
            Close(former, "it joined anew");
    }

    private Range Allocate(NodeHello hello)
    {
        IEnumerable<Range> taken = sessions.Values.Where(n => n.Hello!.Host == hello.Host).Select(static n => n.Numbers);
        if (hello.Host == settings.Host)
            taken = taken.Append(new Range(0, settings.LocalWorkers));
        return WorkerNumbers.Allocate(taken, hello.Workers, hello.AllowedCores);
    }

    private void Remove(NodeSession node)
    {
        lock (gate)
            sessions.Remove(node.Id);
    }

    private NodeSession[] All()
    {
        lock (gate)
            return [.. sessions.Values];
    }
}
