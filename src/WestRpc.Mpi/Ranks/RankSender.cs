using WestRpc.Wire;

namespace WestRpc.Mpi.Ranks;

/// <summary>
/// What goes to one rank: frames one behind the other in one message, large bodies in messages of their own. Any thread puts
/// frames in; the thread that owns MPI takes messages out.
/// </summary>
internal sealed class RankSender(int rank, MpiThread thread)
{
    /// <summary>A longer body is a message of its own, behind the one that ends with its header.</summary>
    public const int LargestInline = 16 * 1024;

    private readonly Lock gate = new();
    private readonly Queue<OutgoingMessage> ready = new();
    private OutgoingMessage? open;
    private bool scheduled;

    public int Rank => rank;

    /// <summary>Messages that MPI was given and has not done; for the thread that owns it alone.</summary>
    public int OnTheirWay { get; set; }

    /// <summary>Whether MPI can't send there any more; for the thread that owns it alone.</summary>
    public bool IsCut { get; set; }

    /// <summary>Queues a frame. Its body must stay as it is, where it is long.</summary>
    public void Append(in Frame frame) => Append(frame.Header, frame.Body.Span, frame.Body);

    /// <summary>Queues a frame whose body is not kept.</summary>
    public void Append(in FrameHeader header, ReadOnlySpan<byte> body) =>
        Append(header, body, body.Length > LargestInline ? body.ToArray() : default);

    /// <summary>Puts what is queued on its way.</summary>
    public void Flush()
    {
        lock (gate)
        {
            Seal();
            if (ready.Count == 0 || scheduled)
                return;
            scheduled = true;
        }

        thread.Schedule(this);
    }

    /// <summary>Appends and flushes.</summary>
    public void Send(in Frame frame)
    {
        Append(frame);
        Flush();
    }

    /// <summary>The next message to give to MPI; after null it is to be scheduled anew.</summary>
    public OutgoingMessage? Next()
    {
        lock (gate)
        {
            if (ready.TryDequeue(out OutgoingMessage? message))
                return message;
            scheduled = false;
            return null;
        }
    }

    private void Append(in FrameHeader header, ReadOnlySpan<byte> body, ReadOnlyMemory<byte> kept)
    {
        bool isInline = body.Length <= LargestInline;
        lock (gate)
        {
            Span<byte> space = Reserve(FrameHeader.Size + (isInline ? body.Length : 0));
            (header with { Length = body.Length }).Write(space);
            if (isInline)
            {
                body.CopyTo(space[FrameHeader.Size..]);
                return;
            }

            Seal();
            ready.Enqueue(new OutgoingMessage(kept));
        }
    }

    private Span<byte> Reserve(int size)
    {
        if (open is not null && open.Free < size)
            Seal();
        open ??= thread.Rent();
        return open.Reserve(size);
    }

    private void Seal()
    {
        if (open is null)
            return;
        ready.Enqueue(open);
        open = null;
    }
}
