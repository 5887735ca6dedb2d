using System.Buffers;
using System.Net.Sockets;
using WestRpc.Transports.Processes.Interop;
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
    private const long FlushAfterNanoseconds = 100_000;

    private readonly BodyWriter output = new(maxBody);
    private long unsent;

    public bool SharesMemory => false;

    public void Send(in Frame frame) => output.Append(frame);

    public IBufferWriter<byte> BeginBody()
    {
        output.Begin();
        return output;
    }

    public void EndBody(in FrameHeader header) => output.End(header);

    public void AbandonBody() => output.Abandon();

    /// <summary>Sends what was collected if it is much, or has waited long: so many nanoseconds more than last time.</summary>
    public void FlushIfDue(long nanoseconds)
    {
        unsent += nanoseconds;
        if (output.Length >= FlushBytes || unsent >= FlushAfterNanoseconds)
            Flush();
    }

    /// <summary>Sends what was collected; waits until the kernel has taken it.</summary>
    public void Flush()
    {
        ReadOnlySpan<byte> rest = output.Written;
        while (!rest.IsEmpty)
        {
            int sent = Libc.Send(socket.SafeHandle, rest);
            if (sent < 0)
                break; // The master is gone: whoever reads notices, and ends the process.
            rest = rest[sent..];
        }

        output.Clear();
        unsent = 0;
    }
}
