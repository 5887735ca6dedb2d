namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>Takes messages for one peer; from any thread, without ever waiting for it.</summary>
internal interface IMessageSink
{
    /// <summary>Queues a message.</summary>
    void Send(ReadOnlySpan<byte> message);

    /// <summary>Sends what was queued.</summary>
    void Flush();

    /// <summary>Closes the connection.</summary>
    void Close(string reason);
}
