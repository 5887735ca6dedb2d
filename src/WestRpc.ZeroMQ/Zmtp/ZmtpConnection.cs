using System.Net.Sockets;
using WestRpc.ZeroMQ.Zmtp.Interop;

namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>
/// One connection that speaks ZMTP 3, from either side: a greeting, READY, then messages of one part, in order. One thread
/// waits for it at a poll and reads; any thread may send, and none ever waits for the peer.
/// </summary>
internal abstract class ZmtpConnection : IMessageSink
{
    private readonly object gate = new();
    private readonly Socket socket;
    private readonly ZmtpRole role;
    private readonly EventPoll poll;
    private readonly long mostWaiting;
    private readonly byte[] greeting = new byte[ZmtpHandshake.GreetingSize];
    private readonly ZmtpFrameReader frames = new();
    private readonly OutgoingBytes outgoing = new();
    private int greeted;
    private bool saidReady;
    private bool ready;
    private bool wantsToWrite;
    private bool closed;
    private volatile string? end;

    /// <param name="socket">Connected; this disposes it.</param>
    /// <param name="role">What this side is to the peer.</param>
    /// <param name="poll">Where the thread that reads waits.</param>
    /// <param name="key">What the poll calls it.</param>
    /// <param name="mostWaiting">Bytes that may wait for a peer that does not read.</param>
    protected ZmtpConnection(Socket socket, ZmtpRole role, EventPoll poll, long key, long mostWaiting)
    {
        this.socket = socket;
        this.role = role;
        this.poll = poll;
        this.mostWaiting = mostWaiting;
        Key = key;
    }

    /// <summary>A number that no other connection at its poll has or had.</summary>
    public long Key { get; }

    /// <summary>Bytes that the peer has not taken yet.</summary>
    public long Waiting
    {
        get
        {
            lock (gate)
                return outgoing.Count;
        }
    }

    /// <summary>The longest frame that is taken now.</summary>
    protected abstract int MostFrame { get; }

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

    /// <summary>Closes the connection: the next <see cref="Read"/> has the reason.</summary>
    public void Close(string reason)
    {
        lock (gate)
        {
            if (!closed)
                EndLater(reason);
        }
    }

    /// <summary>Begins to speak.</summary>
    /// <param name="atOnce">
    /// READY follows the greeting, and messages may follow that, before the peer has greeted: saves ways there and back with a
    /// peer that can only be one of ours.
    /// </param>
    public void Open(bool atOnce = false)
    {
        socket.Blocking = false;
        socket.NoDelay = true;
        poll.Add(socket.SafeHandle, Key, Readiness.Read);
        lock (gate)
            outgoing.Add(ZmtpHandshake.Greeting());
        saidReady = atOnce;
        if (atOnce)
            Queue(ZmtpHandshake.Ready(role), command: true);
        Flush();
    }

    /// <summary>Reads once and works on what came, on the thread that waits at the poll.</summary>
    /// <returns>Null, or why the connection is to be released.</returns>
    /// <exception cref="ZmtpException">The peer does not speak as it should.</exception>
    public string? Read(ReadBuffer buffer)
    {
        if (end is not null)
            return end;
        Memory<byte> free = buffer.Free;
        bool direct = frames.Rest.Length > free.Length;
        Memory<byte> into = direct ? frames.Rest : free;
        int count = socket.Receive(into.Span[..Allowed(into.Length)], SocketFlags.None, out SocketError error);
        if (error is SocketError.WouldBlock or SocketError.Interrupted)
            return null;
        if (error is not SocketError.Success)
            return $"The connection broke ({error}).";
        if (count == 0)
            return "The peer closed the connection.";
        if (Count(count) is { } reason)
            return reason;

        if (direct)
            frames.Filled(count);
        WorkOn(direct ? default : buffer.Take(count));
        return end;
    }

    /// <summary>Lets go of the socket, on the thread that waits at the poll.</summary>
    /// <param name="reset">Nothing is to be left of it, not even in the kernel.</param>
    public void Release(bool reset = false)
    {
        lock (gate)
        {
            if (closed)
                return;
            closed = true;
            poll.Remove(socket.SafeHandle);
            if (reset)
                socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
            outgoing.Clear();
        }

        frames.Clear();
    }

    /// <summary>How many bytes may be read where there is so much room.</summary>
    protected virtual int Allowed(int room) => room;

    /// <summary>So many bytes were read: null, or why that is too much.</summary>
    protected virtual string? Count(int bytes) => null;

    /// <summary>A message has come; its bytes are the receiver's to change and to keep.</summary>
    protected abstract void Received(Memory<byte> message);

    /// <summary>No more messages are at hand.</summary>
    protected virtual void BatchEnded()
    {
    }

    private void WorkOn(Memory<byte> bytes)
    {
        if (greeted < greeting.Length)
        {
            int taken = Math.Min(bytes.Length, greeting.Length - greeted);
            bytes.Span[..taken].CopyTo(greeting.AsSpan(greeted));
            bytes = bytes[taken..];
            greeted += taken;
            ZmtpHandshake.CheckGreeting(greeting.AsSpan(0, greeted));
            if (greeted < greeting.Length)
                return;
            if (!saidReady)
                Queue(ZmtpHandshake.Ready(role), command: true);
            Flush();
        }

        while (end is null && frames.TryTake(ref bytes, MostFrame, out Memory<byte> frame))
            WorkOnFrame(frame);
        BatchEnded();
    }

    private void WorkOnFrame(Memory<byte> frame)
    {
        if (!ready)
        {
            if (!frames.IsCommand)
                throw new ZmtpException("A message came before READY.");
            ZmtpHandshake.CheckReady(frame.Span, role);
            ready = true;
        }
        else if (!frames.IsCommand)
        {
            Received(frame);
        }
        else if (ZmtpHandshake.Pong(frame.Span) is { } pong)
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
            if (outgoing.Count > mostWaiting)
            {
                EndLater($"{outgoing.Count:N0} bytes wait for a peer that does not read; {mostWaiting:N0} are allowed.");
                return;
            }

            outgoing.Add(header);
            outgoing.Add(message);
        }
    }

    private void WantToWrite(bool wanted)
    {
        if (wanted == wantsToWrite)
            return;
        wantsToWrite = wanted;
        poll.Change(socket.SafeHandle, Key, wanted ? Readiness.Read | Readiness.Write : Readiness.Read);
    }

    // The thread that reads is told by the socket itself, as when the peer had hung up.
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
