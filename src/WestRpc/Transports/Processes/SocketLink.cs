using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>
/// The child's end of its socket, for the one thread that runs tasks. Frames are collected while short tasks follow one
/// another, and sent at the latest when nothing is left to run.
/// </summary>
internal sealed class SocketLink(Socket socket, int maxBody) : IMasterLink
{
    private const int FlushBytes = 32 * 1024;
    private static readonly TimeSpan FlushTime = TimeSpan.FromMicroseconds(100);

    private readonly BodyWriter output = new(maxBody);
    private long lastFlush = Stopwatch.GetTimestamp();

    public void Send(in Frame frame) => output.Append(frame);

    public IBufferWriter<byte> BeginBody()
    {
        output.Begin();
        return output;
    }

    public void EndBody(in FrameHeader header) => output.End(header);

    public void AbandonBody() => output.Abandon();

    /// <summary>Sends what was collected if it is much, or has waited long.</summary>
    public void FlushIfDue()
    {
        if (output.Length >= FlushBytes || Stopwatch.GetElapsedTime(lastFlush) >= FlushTime)
            Flush();
    }

    /// <summary>Sends what was collected; waits until the kernel has taken it.</summary>
    public void Flush()
    {
        ReadOnlySpan<byte> rest = output.Written;
        while (!rest.IsEmpty)
        {
            int sent = socket.Send(rest, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success)
                break; // The master is gone: whoever reads notices, and ends the process.
            rest = rest[sent..];
        }

        output.Clear();
        lastFlush = Stopwatch.GetTimestamp();
    }
}
