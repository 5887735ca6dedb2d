using System.Buffers;
using WestRpc.Wire;

namespace WestRpc.Workers;

/// <summary>The worker's end of a channel, for the thread that runs tasks.</summary>
internal interface IMasterLink
{
    /// <summary>Whether the master is this same process, so that an exception can go as it is.</summary>
    bool SharesMemory { get; }

    /// <summary>Queues a frame.</summary>
    void Send(in Frame frame);

    /// <summary>Sends a frame, and what is queued, without waiting for more; from any thread.</summary>
    void SendNow(in Frame frame);

    /// <summary>Begins a frame whose body is written in place.</summary>
    IBufferWriter<byte> BeginBody();

    /// <summary>Queues the frame that <see cref="BeginBody"/> began; the header's length is set here.</summary>
    /// <exception cref="WorkSerializationException">The body is larger than a message may be.</exception>
    void EndBody(in FrameHeader header);

    /// <summary>Takes back what was written since <see cref="BeginBody"/>, if anything was.</summary>
    void AbandonBody();
}
