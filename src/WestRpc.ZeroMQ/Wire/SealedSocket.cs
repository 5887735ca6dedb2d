using NetMQ;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Wire;

/// <summary>Whole messages in and out of a socket, without a copy of our own.</summary>
internal static class SealedSocket
{
    /// <summary>Sends a message, and in front of it, on a router, whom it is for. The bytes belong to the socket from here on.</summary>
    /// <returns>Whether the socket took it: it does not where the other end is gone.</returns>
    public static bool TrySend(IOutgoingSocket socket, byte[]? to, byte[] message, int size)
    {
        var part = default(Msg);
        if (to is not null)
        {
            part.InitGC(to, to.Length);
            bool taken = socket.TrySend(ref part, TimeSpan.Zero, more: true);
            part.Close();
            if (!taken)
                return false;
        }

        part.InitGC(message, size);
        bool sent = socket.TrySend(ref part, TimeSpan.Zero, more: false);
        part.Close();
        return sent;
    }

    /// <summary>
    /// Takes a message of one part, on a router behind the sender's id. One of another shape is dropped. The bytes are the
    /// caller's.
    /// </summary>
    /// <returns>Whether one came in time.</returns>
    public static bool TryReceive(IReceivingSocket socket, TimeSpan timeout, bool isRouter, out byte[] from, out Memory<byte> message)
    {
        from = [];
        message = default;
        var part = default(Msg);
        part.InitEmpty();
        if (!socket.TryReceive(ref part, timeout))
            return false;
        bool fits = true;
        if (isRouter)
        {
            from = part.Slice().ToArray();
            fits = part.HasMore;
            if (fits)
                socket.Receive(ref part);
        }

        // Not given back: the frames in it are kept as they are.
        message = fits ? part.SliceAsMemory() : default;
        fits &= !part.HasMore;
        while (part.HasMore)
            socket.Receive(ref part);
        if (!fits)
            message = default;
        return true;
    }

    /// <summary>Opens a sealed message.</summary>
    /// <exception cref="SealException">It is not the one that follows.</exception>
    public static ReadOnlyMemory<byte> Open(SealedSession session, Memory<byte> message)
    {
        int length = session.Receiving.Open(message.Span).Length;
        return message.Slice(SealedFrame.NumberSize, length);
    }
}
