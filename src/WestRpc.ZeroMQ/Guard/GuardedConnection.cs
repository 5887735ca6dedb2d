using System.Net;
using System.Net.Sockets;
using WestRpc.ZeroMQ.Guard.Interop;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Guard;

/// <summary>
/// One peer's connection to a listener. It is a stranger until it has authenticated. Messages go in order; any thread may
/// send, none ever waits for the peer.
/// </summary>
internal sealed class GuardedConnection : IMessageSink
{
    private readonly object gate = new();
    private readonly ConnectionGuard guard;
    private readonly GuardedListener listener;
    private readonly Socket socket;
    private readonly PreAuthBudget budget;
    private readonly byte[] greeting = new byte[ZmtpHandshake.GreetingSize];
    private readonly ZmtpFrameReader frames = new();
    private readonly OutgoingBytes outgoing = new();
    private int strangerBytes;
    private int greeted;
    private bool ready;
    private bool known;
    private bool wantsToWrite;
    private bool closed;
    private volatile string? end;

    public GuardedConnection(ConnectionGuard guard, GuardedListener listener, Socket socket, long key, long now)
    {
        this.guard = guard;
        this.listener = listener;
        this.socket = socket;
        Key = key;
        Peer = (IPEndPoint)socket.RemoteEndPoint!;
        budget = new PreAuthBudget(now, guard.Limits.StrangerTime, guard.Limits.StrangerBytes);
    }

    /// <summary>A number that no other connection of this guard has or had.</summary>
    public long Key { get; }

    public IPEndPoint Peer { get; }

    public bool IsAuthenticated => budget.IsAuthenticated;

    /// <summary>The receiver's own, to find what it knows of this connection.</summary>
    public object? State { get; set; }

    private int MostFrame => IsAuthenticated ? guard.Limits.FrameBytes : guard.Limits.StrangerBytes;

    /// <summary>Bytes that the peer has not taken yet.</summary>
    public long Waiting
    {
        get
        {
            lock (gate)
                return outgoing.Count;
        }
    }

    internal long Deadline => budget.Deadline;

    /// <summary>Whether it only looked whether somebody listens here, as nodes do.</summary>
    internal bool LeftSilently { get; private set; }

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

    /// <summary>Queues a message. What a closed connection is given is dropped.</summary>
    public void Send(ReadOnlySpan<byte> message) => Queue(message, command: false);

    /// <summary>Sends what was queued; what the peer does not take at once is sent when it does.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (closed)
                return;
            while (outgoing.Next is { IsEmpty: false } next)
            {
                int sent = socket.Send(next, SocketFlags.None, out SocketError error);
                if (error is SocketError.WouldBlock)
                {
                    WantToWrite(true);
                    return;
                }

                if (error is not SocketError.Success)
                {
                    EndLater($"Sending failed ({error}).");
                    return;
                }

                outgoing.Sent(sent);
            }

            WantToWrite(false);
        }
    }

    /// <summary>Closes the connection; <see cref="IConnectionReceiver.Closed"/> follows with the reason.</summary>
    public void Close(string reason)
    {
        lock (gate)
        {
            if (!closed)
                EndLater(reason);
        }
    }

    internal void Open(EventPoll poll)
    {
        socket.Blocking = false;
        socket.NoDelay = true;
        poll.Add(socket.SafeHandle, Key, Readiness.Read);
        lock (gate)
            outgoing.Add(listener.Greeting);
        Flush();
    }

    /// <summary>Reads once and works on what came.</summary>
    /// <param name="shared">A buffer for what is not the rest of a long message.</param>
    /// <param name="now">Nanoseconds.</param>
    /// <returns>Null, or why the connection is to be closed.</returns>
    internal string? Read(Span<byte> shared, long now)
    {
        if (end is not null)
            return end;
        bool direct = frames.Rest.Length > shared.Length;
        Span<byte> into = direct ? frames.Rest.Span : shared;
        if (!IsAuthenticated)
            into = into[..Math.Min(into.Length, Math.Max(guard.Limits.StrangerBytes - strangerBytes, 1))];

        int count = socket.Receive(into, SocketFlags.None, out SocketError error);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
            return null;
        if (error is not SocketError.Success)
            return $"The connection broke ({error}).";
        if (count == 0)
        {
            LeftSilently = strangerBytes == 0 && !IsAuthenticated;
            return "The peer closed the connection.";
        }

        if (!IsAuthenticated)
            strangerBytes += count;
        if (budget.Take(count, now) is { } reason)
            return reason;

        if (direct)
            frames.Filled(count);
        WorkOn(direct ? default : into[..count]);
        return end;
    }

    /// <summary>Why a stranger's time is over; null where it is not.</summary>
    internal string? CheckTime(long now) => budget.CheckTime(now);

    /// <summary>On the guard's thread: lets go of the socket.</summary>
    internal void Release(EventPoll poll)
    {
        lock (gate)
        {
            closed = true;
            poll.Remove(socket.SafeHandle);
            // A stranger's connection leaves nothing behind, not even in the kernel.
            if (!IsAuthenticated)
                socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
            outgoing.Clear();
        }

        frames.Clear();
    }

    internal void TellReceiver(string reason)
    {
        if (known)
            listener.Receiver.Closed(this, reason);
    }

    private void WorkOn(Span<byte> bytes)
    {
        if (greeted < greeting.Length)
        {
            int taken = Math.Min(bytes.Length, greeting.Length - greeted);
            bytes[..taken].CopyTo(greeting.AsSpan(greeted));
            bytes = bytes[taken..];
            greeted += taken;
            ZmtpHandshake.CheckGreeting(greeting.AsSpan(0, greeted));
            if (greeted < greeting.Length)
                return;
            Queue(listener.Ready, command: true);
            Flush();
        }

        while (end is null && frames.TryTake(ref bytes, MostFrame, out Span<byte> frame))
            WorkOnFrame(frame);
        if (known)
            listener.Receiver.BatchEnded(this);
    }

    private void WorkOnFrame(Span<byte> frame)
    {
        if (!ready)
        {
            if (!frames.IsCommand)
                throw new ZmtpException("A message came before READY.");
            ZmtpHandshake.CheckReady(frame, listener.Role);
            ready = true;
        }
        else if (!frames.IsCommand)
        {
            known = true;
            listener.Receiver.Received(this, frame);
        }
        else if (ZmtpHandshake.Pong(frame) is { } pong)
        {
            Queue(pong, command: true);
            Flush();
        }
    }

    private void Queue(ReadOnlySpan<byte> message, bool command)
    {
        Span<byte> header = stackalloc byte[ZmtpFrameReader.MostHeader];
        header = header[..ZmtpFrameReader.WriteHeader(header, message.Length, command)];
        lock (gate)
        {
            if (closed || end is not null)
                return;
            outgoing.Add(header);
            outgoing.Add(message);
            if (outgoing.Count > guard.Limits.WaitingBytes)
                EndLater($"{outgoing.Count:N0} bytes wait for a peer that does not read; {guard.Limits.WaitingBytes:N0} are allowed.");
        }
    }

    private void WantToWrite(bool wanted)
    {
        if (wanted == wantsToWrite)
            return;
        wantsToWrite = wanted;
        guard.Watch(socket.SafeHandle, Key, wanted ? Readiness.Read | Readiness.Write : Readiness.Read);
    }

    // The guard's thread is told by the socket itself, as when the peer had hung up.
    private void EndLater(string reason)
    {
        end ??= reason;
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It is not connected any more, which that thread is told as well.
        }
    }
}
