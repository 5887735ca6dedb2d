using System.Net.Sockets;
using WestRpc.Transports.Processes.Interop;
using WestRpc.Wire;

namespace WestRpc.Transports.Processes;

/// <summary>
/// Sends frames without ever blocking the caller: small ones together in one system call, large bodies from where they
/// are. What the socket does not take at once is sent by a thread of its own, in order.
/// </summary>
/// <param name="socket">Where to.</param>
/// <param name="name">The thread's name.</param>
/// <param name="broken">Told why nothing can be sent any more, where that is not the other end's doing; must not block.</param>
internal sealed class FrameSender(Socket socket, string name, Action<string>? broken = null)
{
    private const int ChunkSize = 64 * 1024;
    private const int LargeBody = 16 * 1024;

    private readonly object gate = new();
    private readonly List<ReadOnlyMemory<byte>> staged = [];
    private readonly Queue<ReadOnlyMemory<byte>> backlog = new();
    private byte[] chunk = new byte[ChunkSize];
    private int sliceStart;
    private int position;
    private Thread? writer;
    private bool writerBusy;
    private volatile bool closed;

    /// <summary>Queues a frame; one thread at a time.</summary>
    public void Send(in Frame frame)
    {
        int bodyLength = frame.Body.Length;
        bool large = bodyLength > LargeBody;
        Span<byte> space = Reserve(FrameHeader.Size + (large ? 0 : bodyLength));
        (frame.Header with { Length = bodyLength }).Write(space);
        if (!large)
        {
            frame.Body.Span.CopyTo(space[FrameHeader.Size..]);
            return;
        }

        Seal();
        staged.Add(frame.Body);
    }

    /// <summary>Sends what was queued, as far as the socket takes it; one thread at a time.</summary>
    public void Flush()
    {
        Seal();
        if (staged.Count == 0)
            return;
        int sent = 0;
        ReadOnlyMemory<byte> rest = default;
        lock (gate)
        {
            if (!writerBusy && !closed)
                sent = SendStaged(out rest);
            if (sent < staged.Count && !closed)
                HandOver(sent, rest);
            else
                Recycle();
        }

        staged.Clear();
    }

    /// <summary>
    /// Ends the writer thread, and drops what is still queued. Nothing touches the socket afterwards, so that it can be
    /// disposed. The other end must be gone, or a writer that waits for it would hold this up.
    /// </summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.Pulse(gate);
        }

        writer?.Join();
    }

    private int SendStaged(out ReadOnlyMemory<byte> rest)
    {
        rest = default;
        for (int i = 0; i < staged.Count; i++)
        {
            ReadOnlyMemory<byte> piece = staged[i];
            while (!piece.IsEmpty)
            {
                int count = Libc.SendNow(socket.SafeHandle, piece.Span);
                if (count < 0)
                {
                    // The reader of this socket notices as well, and says how the worker ended.
                    closed = true;
                    return i;
                }

                if (count == 0)
                {
                    rest = piece;
                    return i;
                }

                piece = piece[count..];
            }
        }

        return staged.Count;
    }

    private void HandOver(int sent, ReadOnlyMemory<byte> rest)
    {
        for (int i = sent; i < staged.Count; i++)
            backlog.Enqueue(i == sent && !rest.IsEmpty ? rest : staged[i]);
        chunk = new byte[ChunkSize];
        sliceStart = position = 0;
        writerBusy = true;
        if (writer is null && !StartWriter())
            return;
        Monitor.Pulse(gate);
    }

    private bool StartWriter()
    {
        var thread = new Thread(WriteBacklog) { Name = name, IsBackground = true };
        try
        {
            thread.Start();
            writer = thread;
            return true;
        }
        catch (OutOfMemoryException)
        {
            // What .NET says where the kernel gives no thread: a process limit, as a rule.
            closed = true;
            broken?.Invoke("no thread could be started to send to it");
            return false;
        }
    }

    private void WriteBacklog()
    {
        while (true)
        {
            ReadOnlyMemory<byte> piece;
            lock (gate)
            {
                while (backlog.Count == 0 && !closed)
                {
                    writerBusy = false;
                    Monitor.Wait(gate);
                }

                if (closed)
                    return;
                piece = backlog.Dequeue();
            }

            while (!piece.IsEmpty)
            {
                int count = Libc.Send(socket.SafeHandle, piece.Span);
                if (count < 0)
                {
                    closed = true;
                    return;
                }

                piece = piece[count..];
            }
        }
    }

    private Span<byte> Reserve(int size)
    {
        if (chunk.Length - position < size)
        {
            Seal();
            chunk = new byte[ChunkSize];
            sliceStart = position = 0;
        }

        Span<byte> space = chunk.AsSpan(position, size);
        position += size;
        return space;
    }

    private void Seal()
    {
        if (position == sliceStart)
            return;
        staged.Add(new ReadOnlyMemory<byte>(chunk, sliceStart, position - sliceStart));
        sliceStart = position;
    }

    private void Recycle() => sliceStart = position = 0;
}
