using System.Net.Sockets;
using WestRpc.ZeroMQ.Zmtp;
using WestRpc.ZeroMQ.Zmtp.Interop;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>A node's connection to one of its master's endpoints. What comes waits for the thread that reads.</summary>
internal sealed class MasterConnection(Socket socket, ZmtpRole role, EventPoll poll, long key, bool isHeard)
    : ZmtpConnection(socket, role, poll, key, long.MaxValue)
{
    // More than a reply or an announcement: nothing else is taken from one that may not be the master.
    private const int MostOfAStranger = 1_024;

    private int mostFrame = MostOfAStranger;

    /// <summary>Messages that have come.</summary>
    public Queue<Memory<byte>> Inbox { get; } = [];

    protected override int MostFrame => mostFrame;

    /// <summary>Bytes that came since the peer has shown that it is the master.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The peer has shown that it is the master: it may send long messages.</summary>
    public void Trust(int longest) => mostFrame = longest;

    protected override string? Count(int bytes)
    {
        if (mostFrame > MostOfAStranger)
            BytesRead += bytes;
        return null;
    }

    protected override void Received(Memory<byte> message)
    {
        // Where the master has nothing to say, somebody else may.
        if (isHeard)
            Inbox.Enqueue(message);
    }
}
