using System.Buffers;

namespace WestRpc.ZeroMQ.Zmtp;

/// <summary>
/// A message in an array of the shared pool, behind <see cref="HeadRoom"/> bytes for the header of its frame: it is sent from where
/// it is. It belongs to whoever it was given to, who gives the array back.
/// </summary>
internal readonly record struct RentedMessage(byte[] Array, int Length)
{
    public const int HeadRoom = ZmtpFrameReader.MostHeader;

    public Span<byte> Span => Array.AsSpan(HeadRoom, Length);

    public void Return() => ArrayPool<byte>.Shared.Return(Array);
}
