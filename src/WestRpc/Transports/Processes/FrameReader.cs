using System.Net.Sockets;
using WestRpc.Transports.Processes.Interop;
using WestRpc.Wire;

namespace WestRpc.Transports.Processes;

/// <summary>
/// Reads frames from a socket with blocking calls. Bodies are slices of the chunk they were received into, or, where they
/// are large, memory of their own received in place: no byte is copied after the kernel delivered it. The announced length
/// is believed, up to <paramref name="maxBody"/>: the other end is a process of this program, as the kernel says.
/// </summary>
internal sealed class FrameReader(Socket socket, int maxBody)
{
    private const int ChunkSize = 64 * 1024;
    private const int LeastFree = 4 * 1024;

    private byte[] chunk = GC.AllocateUninitializedArray<byte>(ChunkSize);
    private int start;
    private int end;
    private FrameHeader largeHeader;
    private LargeBody? large;
    private int largeFilled;

    /// <summary>Takes the next frame out of what was received.</summary>
    /// <exception cref="WireException">What was received is no frame.</exception>
    public bool TryTake(out Frame frame)
    {
        frame = default;
        if (large is not null)
            return TryTakeLarge(out frame);
        if (end - start < FrameHeader.Size)
            return false;
        FrameHeader header = FrameHeader.Read(chunk.AsSpan(start, FrameHeader.Size), maxBody);
        int bodyStart = start + FrameHeader.Size;
        if (header.Length <= end - bodyStart)
        {
            frame = new Frame(header, new ReadOnlyMemory<byte>(chunk, bodyStart, header.Length));
            start = bodyStart + header.Length;
            return true;
        }

        if (header.Length > ChunkSize / 2)
        {
            largeHeader = header;
            large = LargeBody.OfLength(header.Length);
            largeFilled = end - bodyStart;
            chunk.AsSpan(bodyStart, largeFilled).CopyTo(large.GetSpan());
            start = end;
        }

        return false;
    }

    /// <summary>Waits for more bytes; false when there will be none.</summary>
    public bool Fill()
    {
        if (large is not null)
        {
            int read = Receive(large.GetSpan()[largeFilled..]);
            largeFilled += read;
            return read > 0;
        }

        if (chunk.Length - end < LeastFree)
        {
            byte[] next = GC.AllocateUninitializedArray<byte>(ChunkSize);
            chunk.AsSpan(start, end - start).CopyTo(next);
            chunk = next;
            end -= start;
            start = 0;
        }

        int received = Receive(chunk.AsSpan(end));
        end += received;
        return received > 0;
    }

    private bool TryTakeLarge(out Frame frame)
    {
        frame = default;
        if (largeFilled < largeHeader.Length)
            return false;
        frame = new Frame(largeHeader, large!.Memory);
        large = null;
        return true;
    }

    private int Receive(Span<byte> destination) => Libc.Receive(socket.SafeHandle, destination);
}
