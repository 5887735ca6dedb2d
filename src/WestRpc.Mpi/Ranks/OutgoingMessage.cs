using System.Buffers;

namespace WestRpc.Mpi.Ranks;

/// <summary>One message on its way: pinned until MPI is done with it.</summary>
internal sealed unsafe class OutgoingMessage : IDisposable
{
    public const int ChunkSize = 64 * 1024;

    private readonly byte[]? chunk;
    private MemoryHandle pin;
    private nint request;

    /// <summary>A message of frames; its array is pinned for good, and is used again and again.</summary>
    public OutgoingMessage() => chunk = GC.AllocateUninitializedArray<byte>(ChunkSize, pinned: true);

    /// <summary>The body that the last frame of the message before announced, sent from where it is.</summary>
    public OutgoingMessage(ReadOnlyMemory<byte> body)
    {
        pin = body.Pin();
        Length = body.Length;
    }

    /// <summary>Where it goes, while it is on its way.</summary>
    public RankSender? Sender { get; set; }

    public bool IsBody => chunk is null;

    public int Length { get; private set; }

    public int Free => ChunkSize - Length;

    public byte* Start => chunk is null ? (byte*)pin.Pointer : (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(chunk, 0);

    /// <summary>MPI's request.</summary>
    public ref nint Request => ref request;

    public Span<byte> Reserve(int size)
    {
        Span<byte> space = chunk.AsSpan(Length, size);
        Length += size;
        return space;
    }

    public void Reset()
    {
        Length = 0;
        Sender = null;
    }

    public void Dispose() => pin.Dispose();
}
