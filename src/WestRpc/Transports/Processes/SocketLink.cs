using System.Buffers;
using System.Net.Sockets;
using WestRpc.Transports.Processes.Interop;
using WestRpc.Wire;
using WestRpc.Workers;

namespace WestRpc.Transports.Processes;

/// <summary>
/// The child's end of its socket. The thread that runs tasks collects frames while short tasks follow one another, and
/// sends them when they have waited long, or nothing is left to run; where it is held up in a long task, the stand-in sends
/// what it left.
/// </summary>
internal sealed class SocketLink(Socket socket, int maxBody) : IMasterLink
{
    private const int FlushBytes = 32 * 1024;
    private const long FlushAfterNanoseconds = 100_000;

    private readonly Lock gate = new();
    private readonly BodyWriter output = new(maxBody);
    private long unsent;

    public bool SharesMemory => false;

    public void Send(in Frame frame)
    {
        lock (gate)
            output.Append(frame);
    }

    public void SendNow(in Frame frame)
    {
        lock (gate)
        {
            output.Append(frame);
            FlushLocked();
        }
    }

    /// <summary>Nothing is sent between this and the end of the body, which is written by the same thread.</summary>
    public IBufferWriter<byte> BeginBody()
    {
        gate.Enter();
        output.Begin();
        return output;
    }

    public void EndBody(in FrameHeader header)
    {
        output.End(header);
        gate.Exit();
    }

    public void AbandonBody()
    {
        if (!gate.IsHeldByCurrentThread)
            return;
        output.Abandon();
        gate.Exit();
    }

    /// <summary>Sends what was collected if it is much, or has waited long: so many nanoseconds more than last time.</summary>
    public void FlushIfDue(long nanoseconds)
    {
        unsent += nanoseconds;
        if (output.Length >= FlushBytes || unsent >= FlushAfterNanoseconds)
            Flush();
    }

    /// <summary>Sends what was collected, unless something is just being written; for the stand-in.</summary>
    public void TryFlush()
    {
        if (!gate.TryEnter())
            return;
        try
        {
            FlushLocked();
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>Sends what was collected; waits until the kernel has taken it.</summary>
    public void Flush()
    {
        lock (gate)
            FlushLocked();
        unsent = 0;
    }

    private void FlushLocked()
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
    }
}
