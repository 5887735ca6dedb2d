using WestRpc.Wire;
using WestRpc.ZeroMQ.Security;
using WestRpc.ZeroMQ.Zmtp;

namespace WestRpc.ZeroMQ.Wire;

/// <summary>
/// Frames of many workers on their way out over one connection. Anybody appends; sealing and sending go in one order, under
/// one lock.
/// </summary>
internal sealed class SealedSender(SendingDirection seal, IMessageSink connection)
{
    // So much is sent at once even where more is to come.
    private const int LargeBatch = 256 * 1024;

    private readonly Lock gate = new();
    private readonly FrameBatch batch = new();
    private bool closed;

    /// <summary>Queues a frame of a worker's, or, with 0, of the node itself. What comes after the end is dropped.</summary>
    public void Append(uint worker, in Frame frame)
    {
        lock (gate)
        {
            if (closed)
                return;
            batch.Append(worker, frame);
            if (batch.Length >= LargeBatch)
                SendBatch();
        }
    }

    /// <summary>Sends what was queued; never waits for the peer.</summary>
    public void Flush()
    {
        lock (gate)
        {
            if (!closed && !batch.IsEmpty)
                SendBatch();
        }
    }

    /// <summary>Nothing is sent any more; false where that was so before.</summary>
    public bool Close()
    {
        lock (gate)
        {
            bool first = !closed;
            closed = true;
            return first;
        }
    }

    private void SendBatch()
    {
        seal.Seal(batch.Message);
        connection.Send(batch.Message);
        batch.Clear();
        connection.Flush();
    }
}
