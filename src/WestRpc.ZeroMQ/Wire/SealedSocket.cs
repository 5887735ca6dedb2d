using NetMQ;
using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;

namespace WestRpc.ZeroMQ.Wire;

/// <summary>Whole messages in and out of a socket, without a copy of our own.</summary>
internal static class SealedSocket
{
    /// <summary>Sends a message. The bytes belong to the socket from here on.</summary>
    public static void Send(IOutgoingSocket socket, byte[] message, int size)
    {
        var part = default(Msg);
        part.InitGC(message, size);
        socket.TrySend(ref part, TimeSpan.Zero, more: false);
        part.Close();
    }

    /// <summary>Takes a message of one part; of one of more parts, nothing is given. The bytes are the caller's.</summary>
    /// <returns>Whether one came in time.</returns>
    public static bool TryReceive(IReceivingSocket socket, TimeSpan timeout, out Memory<byte> message)
    {
        message = default;
        var part = default(Msg);
        part.InitEmpty();
        if (!socket.TryReceive(ref part, timeout))
            return false;

        // Not given back: the frames in it are kept as they are.
        if (!part.HasMore)
            message = part.SliceAsMemory();
        while (part.HasMore)
            socket.Receive(ref part);
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
