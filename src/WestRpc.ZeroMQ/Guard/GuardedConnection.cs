using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Guard;

/// <summary>One peer's connection to a listener. It is a stranger until it has authenticated, and allowed little.</summary>
internal sealed class GuardedConnection : ZmtpConnection
{
    private readonly ConnectionGuard guard;
    private readonly GuardedListener listener;
    private readonly PreAuthBudget budget;
    private int strangerBytes;
    private bool known;

    public GuardedConnection(ConnectionGuard guard, GuardedListener listener, Socket socket, long key)
        : base(socket, listener.Role, guard.Poll, key, guard.Limits.WaitingBytes)
    {
        this.guard = guard;
        this.listener = listener;
        Peer = (IPEndPoint)socket.RemoteEndPoint!;
        budget = new PreAuthBudget(ConnectionGuard.Now, guard.Limits.StrangerTime, guard.Limits.StrangerBytes);
    }

    public IPEndPoint Peer { get; }

    public bool IsAuthenticated => budget.IsAuthenticated;

    /// <summary>Bytes that came since it has authenticated.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The receiver's own, to find what it knows of this connection.</summary>
    public object? State { get; set; }

    protected override int MostFrame => IsAuthenticated ? listener.FrameBytes : guard.Limits.StrangerBytes;

    internal long Deadline => budget.Deadline;

    /// <summary>Whether it never said a word, as one that only looks whether somebody listens here.</summary>
    internal bool IsSilent => strangerBytes == 0 && !IsAuthenticated;

    /// <summary>Its place among the strangers.</summary>
    internal LinkedListNode<GuardedConnection>? Place { get; set; }

    /// <summary>
    /// The limits for strangers are lifted. To be called by <see cref="IConnectionReceiver.Received"/>, on the message that
    /// proves it.
    /// </summary>
    public void Authenticate()
    {
        budget.Authenticate();
        guard.Admit(this);
    }

    /// <summary>Why a stranger's time is over; null where it is not.</summary>
    internal string? CheckTime(long now) => budget.CheckTime(now);

    internal void TellReceiver(string reason)
    {
        if (known)
            listener.Receiver.Closed(this, reason);
    }

    protected override int Allowed(int room) =>
        IsAuthenticated ? room : Math.Min(room, Math.Max(guard.Limits.StrangerBytes - strangerBytes, 1));

    protected override string? Count(int bytes)
    {
        if (IsAuthenticated)
            BytesRead += bytes;
        else
            strangerBytes += bytes;
        return budget.Take(bytes, ConnectionGuard.Now);
    }

    protected override void Received(Memory<byte> message)
    {
        known = true;
        listener.Receiver.Received(this, message);
    }

    protected override void BatchEnded()
    {
        if (known)
            listener.Receiver.BatchEnded(this);
    }
}
