using System.Buffers.Binary;

namespace WestRpc.Wire;

/// <summary>
/// The 24 bytes, little-endian, in front of each frame's body:
/// body length (4), kind (1), attempt (1), task number (2), lease (8), nanoseconds (8).
/// </summary>
/// <param name="Length">Bytes of body that follow.</param>
/// <param name="Kind">What the frame says.</param>
/// <param name="Attempt">On <see cref="FrameKind.Assign"/>: which attempt, from 1.</param>
/// <param name="Task">On <see cref="FrameKind.Define"/> and <see cref="FrameKind.Assign"/>: the task's number in this session.</param>
/// <param name="Lease">Which assignment the frame belongs to; 0 for none.</param>
/// <param name="Nanoseconds">
/// On frames that end a lease: how long the worker was busy with it. On <see cref="FrameKind.Begun"/>: how long ago that was.
/// On <see cref="FrameKind.Assign"/>: <see cref="ReportBegin"/>, or 0. On <see cref="FrameKind.Heartbeat"/>: not a time but
/// the bytes of memory that the worker takes.
/// </param>
internal readonly record struct FrameHeader(
    int Length, FrameKind Kind, byte Attempt = 0, ushort Task = 0, ulong Lease = 0, long Nanoseconds = 0)
{
    public const int Size = 24;

    /// <summary>Asks the worker to say when it begins the call.</summary>
    public const long ReportBegin = 1;

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, Length);
        destination[4] = (byte)Kind;
        destination[5] = Attempt;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], Task);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], Lease);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Nanoseconds);
    }

    /// <exception cref="WireException">The length is negative or over the limit.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> source, int maxBody)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(source);
        if ((uint)length > (uint)maxBody)
            throw new WireException($"A frame announces {(uint)length:N0} bytes; the limit is {maxBody:N0} (WM_MAX_MESSAGE_BYTES).");
        return new FrameHeader(
            length,
            (FrameKind)source[4],
            source[5],
            BinaryPrimitives.ReadUInt16LittleEndian(source[6..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]));
    }
}
