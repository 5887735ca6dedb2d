using System.Buffers;
using WestRpc.Mpi.Ranks;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Mpi.Workers;

/// <summary>
/// A rank's way to the master. The results of short tasks that follow one another go together; what waits when a long one
/// holds its thread up is sent by the thread that owns MPI.
/// </summary>
internal sealed class RankLink(RankSender sender, int maxBody) : IMasterLink
{
    private const long FlushAfterNanoseconds = 100_000;

    private readonly BodyWriter output = new(maxBody);
    private long unsent;

    public bool SharesMemory => false;

    public void Send(in Frame frame) => sender.Append(frame);

    public void SendNow(in Frame frame) => sender.Send(frame);

    public IBufferWriter<byte> BeginBody()
    {
        output.Begin();
        return output;
    }

    public void EndBody(in FrameHeader header)
    {
        output.End(header);
        sender.Append(header, output.Written[FrameHeader.Size..]);
        output.Clear();
    }

    public void AbandonBody()
    {
        output.Abandon();
        output.Clear();
    }

    /// <summary>Sends what was collected if it has waited long: so many nanoseconds more than last time.</summary>
    public void FlushIfDue(long nanoseconds)
    {
        unsent += nanoseconds;
        if (unsent >= FlushAfterNanoseconds)
            Flush();
    }

    public void Flush()
    {
        sender.Flush();
        unsent = 0;
    }
}
