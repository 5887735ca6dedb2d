using System.Runtime.InteropServices;
using WestRpc.Wire;

namespace WestRpc.Mpi.Ranks;

/// <summary>What comes from one rank while a large body is under way: messages that came behind it wait.</summary>
internal sealed class IncomingRank(int rank)
{
    private readonly Queue<byte[]> waiting = new();
    private nint request;
    private GCHandle pin;
    private byte[]? body;
    private FrameHeader header;

    public int Rank => rank;

    public bool AwaitsBody => body is not null;

    /// <summary>The largest body that is taken from it.</summary>
    public int MaxBody { get; set; } = WorkManagerOptions.LeastMessageBytes;

    /// <summary>Whether it sent what is not of our protocol: nothing more is taken from it.</summary>
    public bool IsBroken { get; set; }

    public ref nint Request => ref request;

    /// <summary>Makes room for a body; MPI writes to the address until the request is complete.</summary>
    public nint Begin(in FrameHeader of)
    {
        body = GC.AllocateUninitializedArray<byte>(of.Length);
        pin = GCHandle.Alloc(body, GCHandleType.Pinned);
        header = of;
        return pin.AddrOfPinnedObject();
    }

    /// <summary>The body has come.</summary>
    public Frame End()
    {
        pin.Free();
        var frame = new Frame(header, body);
        body = null;
        return frame;
    }

    public void Wait(byte[] message) => waiting.Enqueue(message);

    public bool TryTakeWaiting(out byte[]? message) => waiting.TryDequeue(out message);
}
