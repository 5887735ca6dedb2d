using System.Net.Sockets;
using WestRpc.ZeroMQ.Zmtp;
using WestRpc.ZeroMQ.Zmtp.Interop;

namespace WestRpc.ZeroMQ.Nodes;

/// <summary>A node's connection to one of its master's endpoints. What comes waits for the thread that reads.</summary>
internal sealed class MasterConnection(Socket socket, ZmtpRole role, EventPoll poll, long key)
    : ZmtpConnection(socket, role, poll, key, MostWaiting)
{
    // What may wait for a master that does not read; then it counts as lost.
    private const long MostWaiting = 1L << 30;

    // More than a reply or an announcement: nothing else is taken from one that may not be the master.
    private const int MostOfAStranger = 1_024;

    private int mostFrame = MostOfAStranger;

    /// <summary>Messages that have come.</summary>
    public Queue<Memory<byte>> Inbox { get; } = [];

    protected override int MostFrame => mostFrame;

    /// <summary>The peer has shown that it is the master: it may send long messages.</summary>
    public void Trust(int longest) => mostFrame = longest;

    protected override void Received(Memory<byte> message) => Inbox.Enqueue(message);
}
